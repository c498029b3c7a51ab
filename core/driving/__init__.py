"""Driving: the driver's phone and what it proves.

Owns sign-ins of phones, the acts that come from them, photos and signatures, proofs of delivery with their
evidence, and money taken at the door until finance has counted it. Promises that an act counts once however
often it comes, that what cannot be done is kept with its reason, and that no phone's clock or position is
believed without being judged.
"""
