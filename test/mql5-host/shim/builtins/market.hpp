// The account, the terminal, symbols and the depth of market.
#pragma once
#include "../terminal.hpp"

namespace mql {
i64 AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property);
double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property);
string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property);

int TerminalInfoInteger(int property);
double TerminalInfoDouble(int property);
string TerminalInfoString(int property);

int SymbolsTotal(bool selected);
string SymbolName(int index, bool selected);
bool SymbolExist(const string &symbol, bool &is_custom);
bool SymbolSelect(const string &symbol, bool select);
bool SymbolIsSynchronized(const string &symbol);
bool SymbolInfoInteger(const string &symbol, ENUM_SYMBOL_INFO_INTEGER property, i64 &value);
bool SymbolInfoDouble(const string &symbol, ENUM_SYMBOL_INFO_DOUBLE property, double &value);
bool SymbolInfoString(const string &symbol, ENUM_SYMBOL_INFO_STRING property, string &value);
i64 SymbolInfoInteger(const string &symbol, ENUM_SYMBOL_INFO_INTEGER property);
double SymbolInfoDouble(const string &symbol, ENUM_SYMBOL_INFO_DOUBLE property);
string SymbolInfoString(const string &symbol, ENUM_SYMBOL_INFO_STRING property);
bool SymbolInfoTick(const string &symbol, MqlTick &tick);
bool SymbolInfoMarginRate(const string &symbol, ENUM_ORDER_TYPE type, double &initial, double &maintenance);
bool SymbolInfoSessionQuote(const string &symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to);
bool SymbolInfoSessionTrade(const string &symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to);

/** Counted: a book is received until each Add has had its Release. */
bool MarketBookAdd(const string &symbol);
bool MarketBookRelease(const string &symbol);
bool MarketBookGet(const string &symbol, Array<MqlBookInfo> &book);
} // namespace mql
