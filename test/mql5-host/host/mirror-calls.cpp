// What the expert asks the simulated terminal itself.
#include <utility>
#include "mirror.hpp"
#include "runtime/program.hpp"

namespace host {
using mqlrt::Array;
using mqlrt::Error;
using mqlrt::string;

MessageReader Mirror::call(const char *method, const MessageWriter &arguments, u64 count, Error &error) {
  MessageWriter question;
  question.array(2 + count).integer(++calls_).utf8(method);
  question.append(arguments);
  link_.send(question.bytes());
  for (;;) {
    MessageReader message(link_.await());
    message.array();
    const i64 number = message.integer();
    if (number == 0) {
      apply(message);
    } else if (number == calls_) {
      followed_at_ = mqlrt::micros();
      error = static_cast<Error>(message.integer());
      return message;
    } else {
      throw LinkError("the answer to another question");
    }
  }
}

void Mirror::before_figures() {
  before_read();
  if (!are_figures_stale_) return;
  Error error = 0;
  MessageReader figures = call("figures", {}, 0, error);
  account_.read(figures);
  set_figures(figures);
  are_figures_stale_ = false;
}

/** Told in the terminal's order, which is the mirror's too, unless a record has just come or gone. */
template <class Record> Record *told(std::vector<Record> &all, std::size_t expected, u64 ticket) {
  if (expected < all.size() && all[expected].ticket == ticket) return &all[expected];
  for (Record &one : all)
    if (one.ticket == ticket) return &one;
  return nullptr;
}

void Mirror::set_figures(MessageReader &figures) {
  const u64 positions = figures.array();
  for (u64 i = 0; i < positions; i++) {
    figures.array();
    mqlrt::Position *position = told(positions_, i, figures.natural());
    const double price = figures.real();
    const double profit = figures.real();
    if (!position) continue;
    position->price_current = price;
    position->profit = profit;
  }
  const u64 orders = figures.array();
  for (u64 i = 0; i < orders; i++) {
    figures.array();
    mqlrt::Order *order = told(orders_, i, figures.natural());
    const double price = figures.real();
    if (order) order->price_current = price;
  }
}

Error Mirror::symbol_select(const string &symbol, bool select) {
  const Symbol *found = find(symbol);
  if (!found) return mql::ERR_MARKET_UNKNOWN_SYMBOL;
  if (found->is_selected() == select) return 0;
  if (!select && symbol == mqlrt::program.symbol) return mql::ERR_MARKET_SELECT_ERROR;
  MessageWriter arguments;
  arguments.text(symbol).flag(select);
  Error error = 0;
  call("symbol_select", arguments, 2, error);
  return error;
}

Error Mirror::book_subscribe(const string &symbol, bool on) {
  MessageWriter arguments;
  arguments.text(symbol).flag(on);
  Error error = 0;
  call("book_subscribe", arguments, 2, error);
  return error;
}

Error Mirror::rates(const string &symbol, mql::ENUM_TIMEFRAMES period, const mqlrt::BarRange &range, Array<mql::MqlRates> &out) {
  MessageWriter arguments;
  arguments.text(symbol).integer(period).integer(static_cast<int>(range.form)).integer(range.start).integer(range.count_or_stop);
  return records("rates", arguments, 5, out);
}

Error Mirror::series_integer(const string &symbol, mql::ENUM_TIMEFRAMES period, mql::ENUM_SERIES_INFO_INTEGER property, i64 &out) {
  const Symbol *found = find(symbol);
  if (!found) return mql::ERR_MARKET_UNKNOWN_SYMBOL;
  if (property == mql::SERIES_SYNCHRONIZED) {
    out = found->is_selected() ? 1 : 0;
    return 0;
  }
  MessageWriter arguments;
  arguments.text(symbol).integer(period);
  Error error = 0;
  MessageReader answer = call("series", arguments, 2, error);
  if (error != 0) return error;
  const i64 bars = answer.integer();
  const i64 first = answer.integer();
  const i64 last = answer.integer();
  out = property == mql::SERIES_BARS_COUNT ? bars : property == mql::SERIES_LASTBAR_DATE ? last : first;
  return 0;
}

Error Mirror::copy_ticks(const string &symbol, mqlrt::u32 flags, i64 from, i64 to, mqlrt::u32 count, Array<mql::MqlTick> &out) {
  const Symbol *found = find(symbol);
  if (!found) return mql::ERR_MARKET_UNKNOWN_SYMBOL;
  if (found->ticks.copy(flags, from, to, count, out)) return 0;
  MessageWriter arguments;
  arguments.text(symbol).integer(flags & 3).integer(from).integer(to).integer(count);
  return records("ticks", arguments, 5, out);
}

Error Mirror::ticks(const string &symbol, mqlrt::u32 flags, u64 from_msc, mqlrt::u32 count, Array<mql::MqlTick> &out) {
  constexpr mqlrt::u32 usual_count = 2000;
  return copy_ticks(symbol, flags, static_cast<i64>(from_msc), 0, count > 0 ? count : usual_count, out);
}

Error Mirror::ticks_range(const string &symbol, mqlrt::u32 flags, u64 from_msc, u64 to_msc, Array<mql::MqlTick> &out) {
  return copy_ticks(symbol, flags, static_cast<i64>(from_msc), static_cast<i64>(to_msc), 0, out);
}

void Mirror::write(MessageWriter &to, const mql::MqlTradeRequest &request) {
  to.array(17).integer(request.action).natural(request.magic).natural(request.order).text(request.symbol);
  to.real(request.volume).real(request.price).real(request.stoplimit).real(request.sl).real(request.tp);
  to.natural(request.deviation).integer(request.type).integer(request.type_filling).integer(request.type_time);
  to.integer(request.expiration).text(request.comment).natural(request.position).natural(request.position_by);
}

Error Mirror::order_send(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  MessageWriter arguments;
  write(arguments, request);
  Error error = 0;
  MessageReader answer = call("order_send", arguments, 1, error);
  answer.array();
  result.retcode = static_cast<mqlrt::u32>(answer.integer());
  result.deal = answer.natural();
  result.order = answer.natural();
  result.volume = answer.real();
  result.price = answer.real();
  result.bid = answer.real();
  result.ask = answer.real();
  result.comment = answer.text();
  result.retcode_external = static_cast<int>(answer.integer());
  ends_at_next_send_ = answer.flag();
  events_.on_answer(request, result);
  return error;
}

/** The broker is quick: what it says is there before the expert could look at anything else. */
Error Mirror::order_send_async(const mql::MqlTradeRequest &request, mql::MqlTradeResult &result) {
  mql::MqlTradeResult answer{};
  order_send(request, answer);
  result = {};
  result.retcode = mql::TRADE_RETCODE_PLACED;
  return 0;
}

void Mirror::tell_listening(const char *kind, const char *address) {
  MessageWriter arguments;
  arguments.utf8(kind).utf8(address);
  Error error = 0;
  call("listening", arguments, 2, error);
}

bool Mirror::take_end_at_next_send() { return std::exchange(ends_at_next_send_, false); }

Error Mirror::order_check(const mql::MqlTradeRequest &request, mql::MqlTradeCheckResult &result) {
  MessageWriter arguments;
  write(arguments, request);
  Error error = 0;
  MessageReader answer = call("order_check", arguments, 1, error);
  if (error != 0) return error;
  answer.array();
  result.retcode = static_cast<mqlrt::u32>(answer.integer());
  result.balance = answer.real();
  result.equity = answer.real();
  result.profit = answer.real();
  result.margin = answer.real();
  result.margin_free = answer.real();
  result.margin_level = answer.real();
  result.comment = answer.text();
  return result.retcode == 0 ? 0 : mql::ERR_TRADE_SEND_FAILED;
}

Error Mirror::order_calc_margin(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double price, double &margin) {
  MessageWriter arguments;
  arguments.integer(type).text(symbol).real(volume).real(price);
  Error error = 0;
  MessageReader answer = call("calc_margin", arguments, 4, error);
  if (error == 0) margin = answer.real();
  return error;
}

Error Mirror::order_calc_profit(mql::ENUM_ORDER_TYPE type, const string &symbol, double volume, double open, double close, double &profit) {
  MessageWriter arguments;
  arguments.integer(type).text(symbol).real(volume).real(open).real(close);
  Error error = 0;
  MessageReader answer = call("calc_profit", arguments, 5, error);
  if (error == 0) profit = answer.real();
  return error;
}
} // namespace host
