"""What dealers order next: measured on months that were held back."""
