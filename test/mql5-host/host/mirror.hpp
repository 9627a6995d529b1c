// The terminal as a copy of what the simulated terminal tells over the link. It changes while the expert waits and not
// in between: whatever an expert reads in one go belongs together.
#pragma once
#include <cstring>
#include <unordered_map>
#include "events.hpp"
#include "link.hpp"
#include "market-mirror.hpp"

namespace host {
class Mirror final : public mqlrt::Terminal, public Source {
public:
  /** Takes the first state over. @throws LinkError */
  Mirror(const std::string &address, Events &events);

  void follow() override;
  void wait(int milliseconds) override { link_.wait(milliseconds); }
  /** The expert has bound a socket: tells the terminal where. */
  void tell_listening(const char *kind, const char *address);
  /** Whether the last order_send was told that the process ends where it would next send on a socket. */
  bool take_end_at_next_send();

  i64 time_current() override;
  i64 time_trade_server() override;
  i64 time_gmt() override;
  i64 time_local() override;

  mqlrt::Error account_integer(mql::ENUM_ACCOUNT_INFO_INTEGER property, i64 &out) override;
  mqlrt::Error account_double(mql::ENUM_ACCOUNT_INFO_DOUBLE property, double &out) override;
  mqlrt::Error account_string(mql::ENUM_ACCOUNT_INFO_STRING property, mqlrt::string &out) override;
  mqlrt::Error terminal_integer(mql::ENUM_TERMINAL_INFO_INTEGER property, i64 &out) override;
  mqlrt::Error terminal_double(mql::ENUM_TERMINAL_INFO_DOUBLE property, double &out) override;
  mqlrt::Error terminal_string(mql::ENUM_TERMINAL_INFO_STRING property, mqlrt::string &out) override;

  int symbols_total(bool selected) override;
  mqlrt::Error symbol_name(int index, bool selected, mqlrt::string &out) override;
  mqlrt::Error symbol_exist(const mqlrt::string &symbol, bool &custom) override;
  mqlrt::Error symbol_select(const mqlrt::string &symbol, bool select) override;
  mqlrt::Error symbol_is_synchronized(const mqlrt::string &symbol, bool &out) override;
  mqlrt::Error symbol_integer(const mqlrt::string &symbol, mql::ENUM_SYMBOL_INFO_INTEGER property, i64 &out) override;
  mqlrt::Error symbol_double(const mqlrt::string &symbol, mql::ENUM_SYMBOL_INFO_DOUBLE property, double &out) override;
  mqlrt::Error symbol_string(const mqlrt::string &symbol, mql::ENUM_SYMBOL_INFO_STRING property, mqlrt::string &out) override;
  mqlrt::Error symbol_margin_rate(const mqlrt::string &symbol, mql::ENUM_ORDER_TYPE type, double &initial, double &maintenance) override;
  mqlrt::Error symbol_tick(const mqlrt::string &symbol, mql::MqlTick &out) override;
  mqlrt::Error symbol_session(const mqlrt::string &symbol, bool trade, mql::ENUM_DAY_OF_WEEK day, mqlrt::u32 index, i64 &from, i64 &to) override;
  mqlrt::Error book_subscribe(const mqlrt::string &symbol, bool on) override;
  mqlrt::Error book(const mqlrt::string &symbol, mqlrt::Array<mql::MqlBookInfo> &out) override;

  mqlrt::Error rates(const mqlrt::string &symbol, mql::ENUM_TIMEFRAMES period, const mqlrt::BarRange &range, mqlrt::Array<mql::MqlRates> &out) override;
  mqlrt::Error series_integer(const mqlrt::string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_SERIES_INFO_INTEGER property, i64 &out) override;
  mqlrt::Error ticks(const mqlrt::string &symbol, mqlrt::u32 flags, u64 from_msc, mqlrt::u32 count, mqlrt::Array<mql::MqlTick> &out) override;
  mqlrt::Error ticks_range(const mqlrt::string &symbol, mqlrt::u32 flags, u64 from_msc, u64 to_msc, mqlrt::Array<mql::MqlTick> &out) override;

  mqlrt::Error indicator_create(const mqlrt::string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_INDICATOR type, const mqlrt::Array<mql::MqlParam> &parameters, int &handle) override;
  mqlrt::Error indicator_release(int handle) override;
  mqlrt::Error indicator_bars(int handle, int &out) override;
  mqlrt::Error indicator_copy(int handle, int buffer, const mqlrt::BarRange &range, mqlrt::Array<double> &out) override;

  mqlrt::Error order_send(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) override;
  mqlrt::Error order_send_async(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) override;
  mqlrt::Error order_check(const mql::MqlTradeRequest &request, mql::MqlTradeCheckResult &result) override;
  mqlrt::Error order_calc_margin(mql::ENUM_ORDER_TYPE type, const mqlrt::string &symbol, double volume, double price, double &margin) override;
  mqlrt::Error order_calc_profit(mql::ENUM_ORDER_TYPE type, const mqlrt::string &symbol, double volume, double open, double close, double &profit) override;

  int positions_total() override;
  mqlrt::Error position_at(int index, mqlrt::Position &out) override;
  mqlrt::Error position(u64 ticket, mqlrt::Position &out) override;
  mqlrt::Error position_of(const mqlrt::string &symbol, mqlrt::Position &out) override;
  int orders_total() override;
  mqlrt::Error order_at(int index, mqlrt::Order &out) override;
  mqlrt::Error order(u64 ticket, mqlrt::Order &out) override;

  mqlrt::Error history(i64 from, i64 to, mqlrt::History &out) override;
  mqlrt::Error history_of_position(u64 position_id, mqlrt::History &out) override;
  mqlrt::Error history_order(u64 ticket, mqlrt::Order &out) override;
  mqlrt::Error history_deal(u64 ticket, mqlrt::Deal &out) override;

  mqlrt::Error calendar_countries(mqlrt::Array<mql::MqlCalendarCountry> &out) override;
  mqlrt::Error calendar_country(u64 id, mql::MqlCalendarCountry &out) override;
  mqlrt::Error calendar_events(const mqlrt::string &country_code, const mqlrt::string &currency, mqlrt::Array<mql::MqlCalendarEvent> &out) override;
  mqlrt::Error calendar_event(u64 id, mql::MqlCalendarEvent &out) override;
  mqlrt::Error calendar_value(u64 id, mql::MqlCalendarValue &out) override;
  mqlrt::Error calendar_values(i64 from, i64 to, const mqlrt::string &country_code, const mqlrt::string &currency, mqlrt::Array<mql::MqlCalendarValue> &out) override;
  mqlrt::Error calendar_values_of_event(u64 event_id, i64 from, i64 to, mqlrt::Array<mql::MqlCalendarValue> &out) override;
  mqlrt::Error calendar_changes(u64 &change_id, u64 event_id, const mqlrt::string &country_code, const mqlrt::string &currency, mqlrt::Array<mql::MqlCalendarValue> &out) override;

private:
  Link link_;
  Events &events_;
  bool is_ready_ = false;
  i64 calls_ = 0;
  i64 followed_at_ = 0;
  bool ends_at_next_send_ = false;

  i64 server_ms_ = 0;
  i64 gmt_ms_ = 0;
  i64 clock_at_ = 0;
  double speed_ = 0;
  /** Of the newest tick, or what the clock was read to be after it: it never goes back. */
  i64 latest_ms_ = 0;

  Properties account_;
  Properties terminal_;
  std::vector<Symbol> symbols_;
  std::unordered_map<std::string, std::size_t> symbol_numbers_;
  std::vector<mqlrt::Position> positions_;
  std::vector<mqlrt::Order> orders_;
  /** Prices have moved, or records changed, since what follows from both was told. */
  bool are_figures_stale_ = true;
  std::vector<mqlrt::Order> history_orders_;
  std::vector<mqlrt::Deal> deals_;
  std::unordered_map<u64, std::size_t> order_numbers_;
  std::unordered_map<u64, std::size_t> deal_numbers_;
  std::vector<mql::MqlCalendarCountry> countries_;
  std::vector<mql::MqlCalendarEvent> calendar_events_;

  void apply(MessageReader &message);
  void apply_market(std::string_view kind, MessageReader &message);
  void apply_record(std::string_view kind, MessageReader &message);
  void apply_calendar(std::string_view kind, MessageReader &message);
  void check_fields(MessageReader &message);

  /** What the expert reads is what it was when it last waited; where it does not wait at all, it follows now and then. */
  void before_read();
  /** As `before_read`, with profits and prices of this moment. */
  void before_figures();
  void set_figures(MessageReader &figures);
  i64 server_time_ms();

  Symbol *find(const mqlrt::string &symbol);
  Symbol &named(std::string_view name);

  /** Asks and awaits the answer; `error` is what the terminal says, the reader stands behind it. */
  MessageReader call(const char *method, const MessageWriter &arguments, u64 count, mqlrt::Error &error);
  static void write(MessageWriter &to, const mql::MqlTradeRequest &request);
  template <class T> mqlrt::Error records(const char *method, const MessageWriter &arguments, u64 count, mqlrt::Array<T> &out);
  mqlrt::Error calendar_range(i64 from, i64 to, const mqlrt::string &country_code, const mqlrt::string &currency, u64 event_id, mqlrt::Array<mql::MqlCalendarValue> &out);
  mqlrt::Error copy_ticks(const mqlrt::string &symbol, mqlrt::u32 flags, i64 from, i64 to, mqlrt::u32 count, mqlrt::Array<mql::MqlTick> &out);
};
/** An answer that is nothing but packed records. */
template <class T> mqlrt::Error Mirror::records(const char *method, const MessageWriter &arguments, u64 count, mqlrt::Array<T> &out) {
  mqlrt::Error error = 0;
  MessageReader answer = call(method, arguments, count, error);
  if (error != 0) return error;
  const std::string_view bytes = answer.bytes();
  if (out.resize(static_cast<int>(bytes.size() / sizeof(T)), 0) < 0) return mql::ERR_NOT_ENOUGH_MEMORY;
  if (!bytes.empty()) std::memcpy(static_cast<void *>(out.data()), bytes.data(), bytes.size());
  return 0;
}

} // namespace host
