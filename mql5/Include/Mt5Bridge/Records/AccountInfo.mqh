#ifndef MT5BRIDGE_RECORDS_ACCOUNT_INFO_MQH
#define MT5BRIDGE_RECORDS_ACCOUNT_INFO_MQH
#include "../Messages.mqh"

void FillAccountInfo(SAccountInfo &record)
  {
   record.login=(ulong)AccountInfoInteger(ACCOUNT_LOGIN);
   record.name=AccountInfoString(ACCOUNT_NAME);
   record.server=AccountInfoString(ACCOUNT_SERVER);
   record.company=AccountInfoString(ACCOUNT_COMPANY);
   record.currency=AccountInfoString(ACCOUNT_CURRENCY);
   record.currency_digits=AccountInfoInteger(ACCOUNT_CURRENCY_DIGITS);
   record.trade_mode=(int)AccountInfoInteger(ACCOUNT_TRADE_MODE);
   record.margin_mode=(int)AccountInfoInteger(ACCOUNT_MARGIN_MODE);
   record.leverage=AccountInfoInteger(ACCOUNT_LEVERAGE);
   record.limit_orders=AccountInfoInteger(ACCOUNT_LIMIT_ORDERS);
   record.trade_allowed=(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)!=0);
   record.trade_expert=(AccountInfoInteger(ACCOUNT_TRADE_EXPERT)!=0);
   record.fifo_close=(AccountInfoInteger(ACCOUNT_FIFO_CLOSE)!=0);
   record.hedge_allowed=(AccountInfoInteger(ACCOUNT_HEDGE_ALLOWED)!=0);
   record.balance=AccountInfoDouble(ACCOUNT_BALANCE);
   record.credit=AccountInfoDouble(ACCOUNT_CREDIT);
   record.profit=AccountInfoDouble(ACCOUNT_PROFIT);
   record.equity=AccountInfoDouble(ACCOUNT_EQUITY);
   record.margin=AccountInfoDouble(ACCOUNT_MARGIN);
   record.margin_free=AccountInfoDouble(ACCOUNT_MARGIN_FREE);
   record.margin_level=AccountInfoDouble(ACCOUNT_MARGIN_LEVEL);
   record.margin_so_mode=(int)AccountInfoInteger(ACCOUNT_MARGIN_SO_MODE);
   record.margin_so_call=AccountInfoDouble(ACCOUNT_MARGIN_SO_CALL);
   record.margin_so_so=AccountInfoDouble(ACCOUNT_MARGIN_SO_SO);
  }

#endif // MT5BRIDGE_RECORDS_ACCOUNT_INFO_MQH
