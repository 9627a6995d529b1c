// A terminal within the expert's own process: a few symbols and records, made of numbers, and a broker that answers every
// order at once. For fuzzing, where nothing may wait for another process, and for measuring, where ticks and bars are in
// memory as a terminal has them.
#pragma once
#include <map>
#include <vector>
#include "terminal.hpp"

namespace local {
using mqlrt::Array;
using mqlrt::Error;
using mqlrt::i64;
using mqlrt::string;
using mqlrt::u32;
using mqlrt::u64;

struct Options {
  /** Seconds since 1970: of the trade server, which keeps UTC. */
  i64 (*clock)();
  /** Of each symbol, the newest being of the moment of the start. */
  int ticks;
  /** Of each symbol and timeframe. */
  int bars;
  /** Of every five orders one is requoted, one refused and one never answered. */
  bool is_moody;
};

struct Symbol {
  string name;
  int digits;
  double price;
  bool is_selected;
  bool has_book;

  double point() const;
};

class LocalTerminal final : public mqlrt::Terminal {
public:
  explicit LocalTerminal(const Options &options);

  /** As at the start: symbols, positions, orders and history. */
  void reset();
  /** Orders that the expert has sent since then. */
  i64 orders_sent() const { return orders_sent_; }

  i64 time_current() override { return options_.clock(); }
  i64 time_trade_server() override { return options_.clock(); }
  i64 time_gmt() override { return options_.clock(); }
  i64 time_local() override { return options_.clock(); }

  Error account_integer(mql::ENUM_ACCOUNT_INFO_INTEGER property, i64 &out) override;
  Error account_double(mql::ENUM_ACCOUNT_INFO_DOUBLE property, double &out) override;
  Error account_string(mql::ENUM_ACCOUNT_INFO_STRING property, string &out) override;
  Error terminal_integer(mql::ENUM_TERMINAL_INFO_INTEGER property, i64 &out) override;
  Error terminal_double(mql::ENUM_TERMINAL_INFO_DOUBLE property, double &out) override;
  Error terminal_string(mql::ENUM_TERMINAL_INFO_STRING property, string &out) override;

  int symbols_total(bool selected) override;
  Error symbol_name(int index, bool selected, string &out) override;
  Error symbol_exist(const string &symbol, bool &custom) override;
  Error symbol_select(const string &symbol, bool select) override;
  Error symbol_is_synchronized(const string &symbol, bool &out) override;
  Error symbol_integer(const string &symbol, mql::ENUM_SYMBOL_INFO_INTEGER property, i64 &out) override;
  Error symbol_double(const string &symbol, mql::ENUM_SYMBOL_INFO_DOUBLE property, double &out) override;
  Error symbol_string(const string &symbol, mql::ENUM_SYMBOL_INFO_STRING property, string &out) override;
  Error symbol_margin_rate(const string &symbol, mql::ENUM_ORDER_TYPE type, double &initial, double &maintenance) override;
  Error symbol_tick(const string &symbol, mql::MqlTick &out) override;
  Error symbol_session(const string &symbol, bool trade, mql::ENUM_DAY_OF_WEEK day, u32 index, i64 &from, i64 &to) override;
  Error book_subscribe(const string &symbol, bool on) override;
  Error book(const string &symbol, Array<mql::MqlBookInfo> &out) override;

  Error rates(const string &symbol, mql::ENUM_TIMEFRAMES period, const mqlrt::BarRange &range, Array<mql::MqlRates> &out) override;
  Error series_integer(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_SERIES_INFO_INTEGER property, i64 &out) override;
  Error ticks(const string &symbol, u32 flags, u64 from_msc, u32 count, Array<mql::MqlTick> &out) override;
  Error ticks_range(const string &symbol, u32 flags, u64 from_msc, u64 to_msc, Array<mql::MqlTick> &out) override;

  Error indicator_create(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_INDICATOR type, const Array<mql::MqlParam> &parameters, int &handle) override;
  Error indicator_release(int handle) override;
  Error indicator_bars(int handle, int &out) override;
  Error indicator_copy(int handle, int buffer, const mqlrt::BarRange &range, Array<double> &out) override;

  Error order_send(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) override;
  Error order_send_async(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) override;
  Error order_check(const mql::MqlTradeRequest &request, mql::MqlTradeCheckResult &result) override;
  Error order_calc_margin(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double price, double &margin) override;
  Error order_calc_profit(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double open, double close, double &profit) override;

  int positions_total() override { return static_cast<int>(positions_.size()); }
  Error position_at(int index, mqlrt::Position &out) override;
  Error position(u64 ticket, mqlrt::Position &out) override;
  Error position_of(const string &symbol, mqlrt::Position &out) override;
  int orders_total() override { return static_cast<int>(orders_.size()); }
  Error order_at(int index, mqlrt::Order &out) override;
  Error order(u64 ticket, mqlrt::Order &out) override;

  Error history(i64 from, i64 to, mqlrt::History &out) override;
  Error history_of_position(u64 position_id, mqlrt::History &out) override;
  Error history_order(u64 ticket, mqlrt::Order &out) override;
  Error history_deal(u64 ticket, mqlrt::Deal &out) override;

  Error calendar_countries(Array<mql::MqlCalendarCountry> &out) override;
  Error calendar_country(u64 id, mql::MqlCalendarCountry &out) override;
  Error calendar_events(const string &country_code, const string &currency, Array<mql::MqlCalendarEvent> &out) override;
  Error calendar_event(u64 id, mql::MqlCalendarEvent &out) override;
  Error calendar_value(u64 id, mql::MqlCalendarValue &out) override;
  Error calendar_values(i64 from, i64 to, const string &country_code, const string &currency, Array<mql::MqlCalendarValue> &out) override;
  Error calendar_values_of_event(u64 event_id, i64 from, i64 to, Array<mql::MqlCalendarValue> &out) override;
  Error calendar_changes(u64 &change_id, u64 event_id, const string &country_code, const string &currency, Array<mql::MqlCalendarValue> &out) override;

private:
  using Series = std::pair<const Symbol *, mql::ENUM_TIMEFRAMES>;
  struct Indicator {
    string symbol;
    mql::ENUM_TIMEFRAMES period;
  };

  Options options_;
  std::vector<Symbol> symbols_;
  std::map<const Symbol *, std::vector<mql::MqlTick>> ticks_;
  std::map<Series, std::vector<mql::MqlRates>> rates_;
  std::map<int, Indicator> indicators_;
  int newest_indicator_ = 9;
  std::vector<mqlrt::Position> positions_;
  std::vector<mqlrt::Order> orders_;
  mqlrt::History history_;
  u64 newest_ticket_ = 0;
  i64 orders_sent_ = 0;

  Symbol *find(const string &name);
  const std::vector<mql::MqlTick> &ticks_of(const Symbol &symbol);
  const std::vector<mql::MqlRates> &rates_of(const Symbol &symbol, mql::ENUM_TIMEFRAMES period);
  void add_deal(const mql::MqlTradeRequest &request, u64 position, mql::ENUM_DEAL_ENTRY entry, mql::MqlTradeResult &result);
  int carry_out(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result);
  int deal(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result);
  int close_by(const mql::MqlTradeRequest &request);
  void open(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result);
};
} // namespace local
