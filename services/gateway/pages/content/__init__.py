"""Where the region's officers propose public texts, plan and dates, and its leader publishes."""
