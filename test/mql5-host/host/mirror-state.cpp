// What the simulated terminal tells without being asked.
#include <algorithm>
#include <cstring>
#include "mirror.hpp"
#include "runtime/program.hpp"

namespace host {
namespace {
/** The values of each record, in this order on both sides. */
const std::unordered_map<std::string_view, std::string_view> known_fields = {
    {"position",
     "ticket identifier symbol type volume price_open price_current sl tp profit swap time_msc time_update_msc magic "
     "reason comment external_id "},
    {"order",
     "ticket symbol type state volume_initial volume_current price_open price_stoplimit sl tp type_filling type_time "
     "time_setup_msc time_expiration magic reason position_id position_by_id comment external_id price_current "},
    {"history_order",
     "ticket symbol type state volume_initial volume_current price_open price_stoplimit sl tp type_filling type_time "
     "time_setup_msc time_expiration magic reason position_id position_by_id comment external_id time_done_msc "},
    {"deal",
     "ticket order position_id symbol type entry volume price sl tp profit swap commission fee time_msc magic reason "
     "comment external_id "},
    {"transaction",
     "type deal order symbol order_type order_state deal_type time_type time_expiration price price_trigger price_sl "
     "price_tp volume position position_by "},
};

mqlrt::Position read_position(MessageReader &from) {
  from.array();
  mqlrt::Position to;
  to.ticket = from.natural();
  to.identifier = from.natural();
  to.symbol = from.text();
  to.type = from.enumerator<mql::ENUM_POSITION_TYPE>();
  to.volume = from.real();
  to.price_open = from.real();
  to.price_current = from.real();
  to.sl = from.real();
  to.tp = from.real();
  to.profit = from.real();
  to.swap = from.real();
  to.time_msc = from.integer();
  to.time_update_msc = from.integer();
  to.magic = from.natural();
  to.reason = from.enumerator<mql::ENUM_POSITION_REASON>();
  to.comment = from.text();
  to.external_id = from.text();
  return to;
}

mqlrt::Order read_common_order(MessageReader &from) {
  from.array();
  mqlrt::Order to;
  to.ticket = from.natural();
  to.symbol = from.text();
  to.type = from.enumerator<mql::ENUM_ORDER_TYPE>();
  to.state = from.enumerator<mql::ENUM_ORDER_STATE>();
  to.volume_initial = from.real();
  to.volume_current = from.real();
  to.price_open = from.real();
  to.price_stoplimit = from.real();
  to.sl = from.real();
  to.tp = from.real();
  to.type_filling = from.enumerator<mql::ENUM_ORDER_TYPE_FILLING>();
  to.type_time = from.enumerator<mql::ENUM_ORDER_TYPE_TIME>();
  to.time_setup_msc = from.integer();
  to.time_expiration = from.integer() / 1000;
  to.magic = from.natural();
  to.reason = from.enumerator<mql::ENUM_ORDER_REASON>();
  to.position_id = from.natural();
  to.position_by_id = from.natural();
  to.comment = from.text();
  to.external_id = from.text();
  return to;
}

mqlrt::Order read_order(MessageReader &from) {
  mqlrt::Order to = read_common_order(from);
  to.price_current = from.real();
  return to;
}

mqlrt::Order read_history_order(MessageReader &from) {
  mqlrt::Order to = read_common_order(from);
  to.time_done_msc = from.integer();
  return to;
}

mqlrt::Deal read_deal(MessageReader &from) {
  from.array();
  mqlrt::Deal to;
  to.ticket = from.natural();
  to.order = from.natural();
  to.position_id = from.natural();
  to.symbol = from.text();
  to.type = from.enumerator<mql::ENUM_DEAL_TYPE>();
  to.entry = from.enumerator<mql::ENUM_DEAL_ENTRY>();
  to.volume = from.real();
  to.price = from.real();
  to.sl = from.real();
  to.tp = from.real();
  to.profit = from.real();
  to.swap = from.real();
  to.commission = from.real();
  to.fee = from.real();
  to.time_msc = from.integer();
  to.magic = from.natural();
  to.reason = from.enumerator<mql::ENUM_DEAL_REASON>();
  to.comment = from.text();
  to.external_id = from.text();
  return to;
}

mql::MqlTradeTransaction read_transaction(MessageReader &from) {
  from.array();
  mql::MqlTradeTransaction to{};
  to.type = from.enumerator<mql::ENUM_TRADE_TRANSACTION_TYPE>();
  to.deal = from.natural();
  to.order = from.natural();
  to.symbol = from.text();
  to.order_type = from.enumerator<mql::ENUM_ORDER_TYPE>();
  to.order_state = from.enumerator<mql::ENUM_ORDER_STATE>();
  to.deal_type = from.enumerator<mql::ENUM_DEAL_TYPE>();
  to.time_type = from.enumerator<mql::ENUM_ORDER_TYPE_TIME>();
  to.time_expiration = from.integer() / 1000;
  to.price = from.real();
  to.price_trigger = from.real();
  to.price_sl = from.real();
  to.price_tp = from.real();
  to.volume = from.real();
  to.position = from.natural();
  to.position_by = from.natural();
  return to;
}

template <class Record> void put(std::vector<Record> &all, Record record) {
  const auto is_same = [&record](const Record &one) { return one.ticket == record.ticket; };
  const auto found = std::find_if(all.begin(), all.end(), is_same);
  if (found == all.end()) all.push_back(std::move(record));
  else *found = std::move(record);
}

template <class Record> void remove(std::vector<Record> &all, u64 ticket) {
  const auto is_same = [ticket](const Record &one) { return one.ticket == ticket; };
  all.erase(std::remove_if(all.begin(), all.end(), is_same), all.end());
}

void read_sessions(MessageReader &from, std::vector<Session> (&to)[7]) {
  for (auto &day : to) day.clear();
  for (u64 left = from.array(); left > 0; left--) {
    from.array();
    const i64 day = from.integer();
    const i64 begin = from.integer();
    const i64 end = from.integer();
    if (day >= 0 && day < 7) to[day].push_back({begin, end});
  }
}

void read_day(MessageReader &from, Symbol &to) {
  from.array();
  from.real();
  to.day_high = from.real();
  to.day_low = from.real();
}
} // namespace

Mirror::Mirror(const std::string &address, Events &events) : link_(address), events_(events) {
  while (!is_ready_) {
    MessageReader message(link_.await());
    message.array();
    message.integer();
    apply(message);
  }
}

void Mirror::follow() {
  std::string_view frame;
  while (link_.next(frame)) {
    MessageReader message(frame);
    message.array();
    if (message.integer() != 0) throw LinkError("an answer that nobody asked for");
    apply(message);
  }
  followed_at_ = mqlrt::micros();
}

void Mirror::apply(MessageReader &message) {
  const std::string_view kind = message.bytes();
  if (kind == "clock") {
    server_ms_ = message.integer();
    gmt_ms_ = message.integer();
    speed_ = message.real();
    clock_at_ = mqlrt::micros();
  } else if (kind == "terminal") terminal_.read(message);
  else if (kind == "account") account_.read(message);
  else if (kind == "fields") check_fields(message);
  else if (kind == "ready") is_ready_ = true;
  else if (kind == "command") events_.on_command(message);
  else if (kind == "transaction") events_.on_transaction(read_transaction(message));
  else if (kind == "symbol" || kind == "sessions" || kind == "ticks" || kind == "quote" || kind == "book")
    apply_market(kind, message);
  else if (kind == "calendar_country" || kind == "calendar_event") apply_calendar(kind, message);
  else apply_record(kind, message);
}

void Mirror::apply_market(std::string_view kind, MessageReader &message) {
  Symbol &symbol = named(message.bytes());
  if (kind == "symbol") {
    symbol.properties.read(message);
    message.array();
    symbol.margin_initial = message.real();
    symbol.margin_maintenance = message.real();
    symbol.is_stale = false;
  } else if (kind == "sessions") {
    read_sessions(message, symbol.quote_sessions);
    read_sessions(message, symbol.trade_sessions);
  } else if (kind == "book") {
    symbol.book.clear();
    for (u64 left = message.array(); left > 0; left--) {
      message.array();
      mql::MqlBookInfo entry{};
      entry.type = message.enumerator<mql::ENUM_BOOK_TYPE>();
      entry.price = message.real();
      entry.volume_real = message.real();
      entry.volume = static_cast<i64>(entry.volume_real);
      symbol.book.push_back(entry);
    }
    if (is_ready_) events_.on_book(symbol.name);
  } else {
    const std::string_view records = message.bytes();
    if (kind == "quote") symbol.ticks.restart(records);
    else symbol.ticks.append(records);
    read_day(message, symbol);
    const mql::MqlTick *newest = symbol.ticks.newest();
    if (newest) latest_ms_ = std::max(latest_ms_, newest->time_msc);
    are_figures_stale_ = true;
    // Its worth is told in the account's currency, which other symbols' prices make.
    for (Symbol &one : symbols_) one.is_stale = true;
    if (is_ready_) events_.on_tick(symbol.name);
  }
}

void Mirror::apply_record(std::string_view kind, MessageReader &message) {
  are_figures_stale_ = true;
  if (kind == "position") put(positions_, read_position(message));
  else if (kind == "order") put(orders_, read_order(message));
  else if (kind == "position_gone") remove(positions_, message.natural());
  else if (kind == "order_gone") remove(orders_, message.natural());
  else if (kind == "history_order") {
    history_orders_.push_back(read_history_order(message));
    order_numbers_[history_orders_.back().ticket] = history_orders_.size() - 1;
  } else if (kind == "deal") {
    deals_.push_back(read_deal(message));
    deal_numbers_[deals_.back().ticket] = deals_.size() - 1;
  } else throw LinkError("the terminal tells of an unknown " + std::string(kind));
}

void Mirror::check_fields(MessageReader &message) {
  const std::string record(message.bytes());
  std::string names;
  for (u64 left = message.array(); left > 0; left--) {
    names += message.bytes();
    names += ' ';
  }
  const auto known = known_fields.find(record);
  if (known == known_fields.end() || known->second != names)
    throw LinkError("the values of a " + record + " are not those that the host reads: " + names);
}

Symbol &Mirror::named(std::string_view name) {
  const auto [found, is_new] = symbol_numbers_.try_emplace(std::string(name), symbols_.size());
  if (is_new) {
    symbols_.emplace_back();
    symbols_.back().name = mqlrt::string(std::string(name));
  }
  return symbols_[found->second];
}

Symbol *Mirror::find(const mqlrt::string &symbol) {
  before_read();
  const auto found = symbol_numbers_.find(symbol.utf8());
  return found == symbol_numbers_.end() ? nullptr : &symbols_[found->second];
}
} // namespace host
