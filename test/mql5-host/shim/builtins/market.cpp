#include "market.hpp"
#include <map>
#include "../runtime/errors.hpp"
#include "../runtime/names.hpp"
#include "../runtime/valued.hpp"

namespace mql {
using ::mqlrt::or_chart;
using ::mqlrt::succeeded;
using ::mqlrt::terminal;
using ::mqlrt::valued;

i64 AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property) {
  i64 value = 0;
  succeeded(terminal->account_integer(property, value));
  return value;
}

double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property) {
  double value = 0;
  succeeded(terminal->account_double(property, value));
  return value;
}

string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property) {
  string value(u"");
  succeeded(terminal->account_string(property, value));
  return value;
}

int TerminalInfoInteger(int property) {
  i64 value = 0;
  succeeded(terminal->terminal_integer(static_cast<ENUM_TERMINAL_INFO_INTEGER>(property), value));
  return static_cast<int>(value);
}

double TerminalInfoDouble(int property) {
  double value = 0;
  succeeded(terminal->terminal_double(static_cast<ENUM_TERMINAL_INFO_DOUBLE>(property), value));
  return value;
}

/** The folder above "<data>/MQL5/Files", or above "<common>/Files". */
static string data_folder(const std::string &files, const std::string &below) {
  const bool ends = files.size() > below.size() && files.compare(files.size() - below.size(), below.size(), below) == 0;
  return string(ends ? files.substr(0, files.size() - below.size()) : files);
}

string TerminalInfoString(int property) {
  if (property == TERMINAL_DATA_PATH) return data_folder(::mqlrt::program.files, "/MQL5/Files");
  if (property == TERMINAL_COMMONDATA_PATH) return data_folder(::mqlrt::program.common_files, "/Files");
  string value(u"");
  succeeded(terminal->terminal_string(static_cast<ENUM_TERMINAL_INFO_STRING>(property), value));
  return value;
}

int SymbolsTotal(bool selected) { return terminal->symbols_total(selected); }

string SymbolName(int index, bool selected) {
  string name(u"");
  succeeded(terminal->symbol_name(index, selected, name));
  return name;
}

bool SymbolExist(const string &symbol, bool &is_custom) { return succeeded(terminal->symbol_exist(symbol, is_custom)); }
bool SymbolSelect(const string &symbol, bool select) { return succeeded(terminal->symbol_select(symbol, select)); }

bool SymbolIsSynchronized(const string &symbol) {
  bool value = false;
  return succeeded(terminal->symbol_is_synchronized(or_chart(symbol), value)) && value;
}

bool SymbolInfoInteger(const string &symbol, ENUM_SYMBOL_INFO_INTEGER property, i64 &value) {
  return succeeded(terminal->symbol_integer(or_chart(symbol), property, value));
}
bool SymbolInfoDouble(const string &symbol, ENUM_SYMBOL_INFO_DOUBLE property, double &value) {
  return succeeded(terminal->symbol_double(or_chart(symbol), property, value));
}
bool SymbolInfoString(const string &symbol, ENUM_SYMBOL_INFO_STRING property, string &value) {
  return succeeded(terminal->symbol_string(or_chart(symbol), property, value));
}

i64 SymbolInfoInteger(const string &symbol, ENUM_SYMBOL_INFO_INTEGER property) {
  return valued<i64>([&](i64 &value) { SymbolInfoInteger(symbol, property, value); });
}
double SymbolInfoDouble(const string &symbol, ENUM_SYMBOL_INFO_DOUBLE property) {
  return valued<double>([&](double &value) { SymbolInfoDouble(symbol, property, value); });
}
string SymbolInfoString(const string &symbol, ENUM_SYMBOL_INFO_STRING property) {
  return valued<string>([&](string &value) { SymbolInfoString(symbol, property, value); });
}

bool SymbolInfoTick(const string &symbol, MqlTick &tick) { return succeeded(terminal->symbol_tick(or_chart(symbol), tick)); }
bool SymbolInfoMarginRate(const string &symbol, ENUM_ORDER_TYPE type, double &initial, double &maintenance) {
  return succeeded(terminal->symbol_margin_rate(or_chart(symbol), type, initial, maintenance));
}
bool SymbolInfoSessionQuote(const string &symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to) {
  return succeeded(terminal->symbol_session(or_chart(symbol), false, day, index, from, to));
}
bool SymbolInfoSessionTrade(const string &symbol, ENUM_DAY_OF_WEEK day, uint index, datetime &from, datetime &to) {
  return succeeded(terminal->symbol_session(or_chart(symbol), true, day, index, from, to));
}

static std::map<std::u16string, int> books;

bool MarketBookAdd(const string &symbol) {
  const string &name = or_chart(symbol);
  int &uses = books[name.units()];
  if (uses == 0 && !succeeded(terminal->book_subscribe(name, true))) return false;
  uses++;
  return true;
}

bool MarketBookRelease(const string &symbol) {
  const string &name = or_chart(symbol);
  int &uses = books[name.units()];
  if (uses == 0) return succeeded(ERR_BOOKS_CANNOT_DELETE);
  return --uses > 0 || succeeded(terminal->book_subscribe(name, false));
}

bool MarketBookGet(const string &symbol, Array<MqlBookInfo> &book) {
  const string &name = or_chart(symbol);
  if (books[name.units()] == 0) return succeeded(ERR_BOOKS_CANNOT_GET);
  return succeeded(terminal->book(name, book));
}
} // namespace mql
