// Trading, and what is open or in the history. Selecting copies: the Get functions read the copy, as in the terminal.
#pragma once
#include "../terminal.hpp"

namespace mql {
bool OrderSend(const MqlTradeRequest &request, MqlTradeResult &result);
bool OrderSendAsync(const MqlTradeRequest &request, MqlTradeResult &result);
bool OrderCheck(const MqlTradeRequest &request, MqlTradeCheckResult &result);
bool OrderCalcMargin(ENUM_ORDER_TYPE type, const string &symbol, double volume, double price, double &margin);
bool OrderCalcProfit(ENUM_ORDER_TYPE type, const string &symbol, double volume, double open, double close, double &profit);

int PositionsTotal();
/** Select, too; 0 and "" where there is no such position. */
u64 PositionGetTicket(int index);
string PositionGetSymbol(int index);
bool PositionSelect(const string &symbol);
bool PositionSelectByTicket(u64 ticket);
bool PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property, i64 &value);
bool PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property, double &value);
bool PositionGetString(ENUM_POSITION_PROPERTY_STRING property, string &value);
i64 PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property);
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property);
string PositionGetString(ENUM_POSITION_PROPERTY_STRING property);

int OrdersTotal();
u64 OrderGetTicket(int index);
bool OrderSelect(u64 ticket);
bool OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property, i64 &value);
bool OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property, double &value);
bool OrderGetString(ENUM_ORDER_PROPERTY_STRING property, string &value);
i64 OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property);
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property);
string OrderGetString(ENUM_ORDER_PROPERTY_STRING property);

/** Each replaces what was chosen before: both lists, the orders or the deals. */
bool HistorySelect(datetime from, datetime to);
bool HistorySelectByPosition(u64 position);
bool HistoryOrderSelect(u64 ticket);
bool HistoryDealSelect(u64 ticket);
int HistoryOrdersTotal();
u64 HistoryOrderGetTicket(int index);
bool HistoryOrderGetInteger(u64 ticket, ENUM_ORDER_PROPERTY_INTEGER property, i64 &value);
bool HistoryOrderGetDouble(u64 ticket, ENUM_ORDER_PROPERTY_DOUBLE property, double &value);
bool HistoryOrderGetString(u64 ticket, ENUM_ORDER_PROPERTY_STRING property, string &value);
i64 HistoryOrderGetInteger(u64 ticket, ENUM_ORDER_PROPERTY_INTEGER property);
double HistoryOrderGetDouble(u64 ticket, ENUM_ORDER_PROPERTY_DOUBLE property);
string HistoryOrderGetString(u64 ticket, ENUM_ORDER_PROPERTY_STRING property);
int HistoryDealsTotal();
u64 HistoryDealGetTicket(int index);
bool HistoryDealGetInteger(u64 ticket, ENUM_DEAL_PROPERTY_INTEGER property, i64 &value);
bool HistoryDealGetDouble(u64 ticket, ENUM_DEAL_PROPERTY_DOUBLE property, double &value);
bool HistoryDealGetString(u64 ticket, ENUM_DEAL_PROPERTY_STRING property, string &value);
i64 HistoryDealGetInteger(u64 ticket, ENUM_DEAL_PROPERTY_INTEGER property);
double HistoryDealGetDouble(u64 ticket, ENUM_DEAL_PROPERTY_DOUBLE property);
string HistoryDealGetString(u64 ticket, ENUM_DEAL_PROPERTY_STRING property);
} // namespace mql
