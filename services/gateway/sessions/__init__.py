"""Who a request comes from: browser sessions, client tokens, the identity behind them."""
