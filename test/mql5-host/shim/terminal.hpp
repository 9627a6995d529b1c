// The terminal as the built-ins see it: what a broker and its market say. Whoever runs an expert implements this
// class and points mqlrt::terminal to it before OnInit.
//
// Every method but the totals and clocks answers an error code of MQL5: 0, or what GetLastError is to say (4301 for a
// symbol that doesn't exist, 4302 for one outside Market Watch, 4401 for history that isn't there ...). The built-ins
// turn it into false, -1 or 0 and keep the code. On an error the output is left alone.
// Calls come from the expert's thread only, and may come from within an event handler.
// Arrays handed in for output are dynamic: give them their size with resize(n, 0), then fill data().
#pragma once
#include <vector>
#include "enums/account.hpp"
#include "enums/constants.hpp"
#include "runtime/array.hpp"
#include "structs.hpp"

namespace mqlrt {
using Error = int;

/** A position as POSITION_* properties name its parts; times in seconds come from the milliseconds. */
struct Position {
  u64 ticket = 0, identifier = 0, magic = 0;
  i64 time_msc = 0, time_update_msc = 0;
  mql::ENUM_POSITION_TYPE type{};
  mql::ENUM_POSITION_REASON reason{};
  double volume = 0, price_open = 0, sl = 0, tp = 0, price_current = 0, swap = 0, profit = 0;
  string symbol, comment, external_id;
};

/** An order, pending or of the history, as ORDER_* properties name its parts. */
struct Order {
  u64 ticket = 0, magic = 0, position_id = 0, position_by_id = 0;
  i64 time_setup_msc = 0, time_done_msc = 0, time_expiration = 0;
  mql::ENUM_ORDER_TYPE type{};
  mql::ENUM_ORDER_STATE state{};
  mql::ENUM_ORDER_TYPE_FILLING type_filling{};
  mql::ENUM_ORDER_TYPE_TIME type_time{};
  mql::ENUM_ORDER_REASON reason{};
  double volume_initial = 0, volume_current = 0, price_open = 0, sl = 0, tp = 0, price_current = 0, price_stoplimit = 0;
  string symbol, comment, external_id;
};

/** A deal as DEAL_* properties name its parts. */
struct Deal {
  u64 ticket = 0, order = 0, magic = 0, position_id = 0;
  i64 time_msc = 0;
  mql::ENUM_DEAL_TYPE type{};
  mql::ENUM_DEAL_ENTRY entry{};
  mql::ENUM_DEAL_REASON reason{};
  double volume = 0, price = 0, commission = 0, swap = 0, profit = 0, fee = 0, sl = 0, tp = 0;
  string symbol, comment, external_id;
};

/** What HistorySelect and its kin choose, each list by time. */
struct History {
  std::vector<Order> orders;
  std::vector<Deal> deals;
};

/** Which bars a Copy* function wants: its three forms. Positions count from the newest bar (0), times are seconds. */
struct BarRange {
  enum class Form { position_count, time_count, time_time } form;
  i64 start;
  i64 count_or_stop;
};

class Terminal {
public:
  virtual ~Terminal() = default;

  // ---- clocks, in seconds (TimeCurrent, TimeTradeServer, TimeGMT, TimeLocal)
  virtual i64 time_current() = 0;
  virtual i64 time_trade_server() = 0;
  virtual i64 time_gmt() = 0;
  virtual i64 time_local() = 0;

  // ---- account and terminal; 4701 / 4513 for a property that it doesn't know
  virtual Error account_integer(mql::ENUM_ACCOUNT_INFO_INTEGER property, i64 &out) = 0;
  virtual Error account_double(mql::ENUM_ACCOUNT_INFO_DOUBLE property, double &out) = 0;
  virtual Error account_string(mql::ENUM_ACCOUNT_INFO_STRING property, string &out) = 0;
  virtual Error terminal_integer(mql::ENUM_TERMINAL_INFO_INTEGER property, i64 &out) = 0;
  virtual Error terminal_double(mql::ENUM_TERMINAL_INFO_DOUBLE property, double &out) = 0;
  /** All but TERMINAL_DATA_PATH and TERMINAL_COMMONDATA_PATH, which the built-ins know from the host's folders. */
  virtual Error terminal_string(mql::ENUM_TERMINAL_INFO_STRING property, string &out) = 0;

  // ---- symbols; 4303 for a property that it doesn't know
  virtual int symbols_total(bool selected) = 0;
  virtual Error symbol_name(int index, bool selected, string &out) = 0;
  virtual Error symbol_exist(const string &symbol, bool &custom) = 0;
  virtual Error symbol_select(const string &symbol, bool select) = 0;
  virtual Error symbol_is_synchronized(const string &symbol, bool &out) = 0;
  virtual Error symbol_integer(const string &symbol, mql::ENUM_SYMBOL_INFO_INTEGER property, i64 &out) = 0;
  virtual Error symbol_double(const string &symbol, mql::ENUM_SYMBOL_INFO_DOUBLE property, double &out) = 0;
  virtual Error symbol_string(const string &symbol, mql::ENUM_SYMBOL_INFO_STRING property, string &out) = 0;
  virtual Error symbol_margin_rate(const string &symbol, mql::ENUM_ORDER_TYPE type, double &initial, double &maintenance) = 0;
  virtual Error symbol_tick(const string &symbol, mql::MqlTick &out) = 0;
  /** Seconds of the day; 4307 past the last session. `trade`: trading sessions, else quotation sessions. */
  virtual Error symbol_session(const string &symbol, bool trade, mql::ENUM_DAY_OF_WEEK day, u32 index, i64 &from, i64 &to) = 0;
  /** Called once for the first MarketBookAdd and once for the last MarketBookRelease of a symbol. */
  virtual Error book_subscribe(const string &symbol, bool on) = 0;
  virtual Error book(const string &symbol, Array<mql::MqlBookInfo> &out) = 0;

  // ---- bars and ticks, oldest first
  virtual Error rates(const string &symbol, mql::ENUM_TIMEFRAMES period, const BarRange &range, Array<mql::MqlRates> &out) = 0;
  virtual Error series_integer(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_SERIES_INFO_INTEGER property, i64 &out) = 0;
  /** CopyTicks: `flags` is COPY_TICKS_INFO, _TRADE or both; from 0 means the last `count` ticks, count 0 means 2000. */
  virtual Error ticks(const string &symbol, u32 flags, u64 from_msc, u32 count, Array<mql::MqlTick> &out) = 0;
  /** CopyTicksRange: both ends belong to it, `to_msc` 0 means up to the newest. */
  virtual Error ticks_range(const string &symbol, u32 flags, u64 from_msc, u64 to_msc, Array<mql::MqlTick> &out) = 0;

  // ---- indicators; handles are this class's own, from 10 upwards
  virtual Error indicator_create(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_INDICATOR type, const Array<mql::MqlParam> &parameters, int &handle) = 0;
  virtual Error indicator_release(int handle) = 0;
  /** Bars worked out so far; 0 is an answer ("not yet"), an unknown handle is 4807. */
  virtual Error indicator_bars(int handle, int &out) = 0;
  /** Oldest first. 4806 as long as nothing is worked out, 4807 unknown handle, 4812 no such buffer. */
  virtual Error indicator_copy(int handle, int buffer, const BarRange &range, Array<double> &out) = 0;

  // ---- trade; an error other than 0 becomes false, with the result filled as far as it is known
  virtual Error order_send(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) = 0;
  virtual Error order_send_async(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) = 0;
  virtual Error order_check(const mql::MqlTradeRequest &request, mql::MqlTradeCheckResult &result) = 0;
  virtual Error order_calc_margin(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double price, double &margin) = 0;
  virtual Error order_calc_profit(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double open, double close, double &profit) = 0;

  // ---- positions and orders in the terminal's order; the built-ins keep a copy of the selected one
  virtual int positions_total() = 0;
  virtual Error position_at(int index, Position &out) = 0;
  virtual Error position(u64 ticket, Position &out) = 0;
  /** The symbol's position; with several, the one with the smallest ticket. 4753 if there is none. */
  virtual Error position_of(const string &symbol, Position &out) = 0;
  virtual int orders_total() = 0;
  virtual Error order_at(int index, Order &out) = 0;
  virtual Error order(u64 ticket, Order &out) = 0;

  // ---- history
  virtual Error history(i64 from, i64 to, History &out) = 0;
  virtual Error history_of_position(u64 position_id, History &out) = 0;
  virtual Error history_order(u64 ticket, Order &out) = 0;
  virtual Error history_deal(u64 ticket, Deal &out) = 0;

  // ---- economic calendar, times of the trade server; 5402 where there is nothing. An empty text means any.
  virtual Error calendar_countries(Array<mql::MqlCalendarCountry> &out) = 0;
  virtual Error calendar_country(u64 id, mql::MqlCalendarCountry &out) = 0;
  virtual Error calendar_events(const string &country_code, const string &currency, Array<mql::MqlCalendarEvent> &out) = 0;
  virtual Error calendar_event(u64 id, mql::MqlCalendarEvent &out) = 0;
  virtual Error calendar_value(u64 id, mql::MqlCalendarValue &out) = 0;
  /** `to` 0 means no end. */
  virtual Error calendar_values(i64 from, i64 to, const string &country_code, const string &currency, Array<mql::MqlCalendarValue> &out) = 0;
  virtual Error calendar_values_of_event(u64 event_id, i64 from, i64 to, Array<mql::MqlCalendarValue> &out) = 0;
  /** Values changed since `change_id`, which becomes the newest; 0 asks for that alone. Event 0 means any. */
  virtual Error calendar_changes(u64 &change_id, u64 event_id, const string &country_code, const string &currency, Array<mql::MqlCalendarValue> &out) = 0;
};

extern Terminal *terminal;
} // namespace mqlrt
