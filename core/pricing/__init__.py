"""Pricing: tiers, negotiated rates, breaks, price lists, promotions, shipping and terms.

Owns every price rule and promises one answer to "what does this cart cost this dealer now", with a receipt
for each line that explains the price and lets the invoice prove it.
"""
