"""What the business means: money, attribution, commission, records and the models over facts."""
