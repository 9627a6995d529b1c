#include "loop.hpp"
#include <algorithm>
#include <cmath>
#include <csignal>
#include "enums/account.hpp"
#include "enums/chart.hpp"
#include "enums/constants.hpp"
#include "runtime/input.hpp"
#include "traps.hpp"
#ifdef MQL_COVERAGE
extern "C" void __gcov_dump(void);
extern "C" void __gcov_reset(void);
#endif

namespace host {
using mqlrt::program;

namespace {
constexpr int exit_init_failed = 3;
constexpr std::size_t most_transactions = 1024;
/** How long the expert's process sleeps at most when nothing is due. */
constexpr i64 longest_wait_ms = 1000;

void on_signal(int) { program.stop = true; }

#ifdef MQL_COVERAGE
/** Tests end terminals by killing them: what was executed is told again and again, and not at the end. */
void tell_coverage() {
  static i64 due_us = 0;
  const i64 now_us = mqlrt::micros();
  if (now_us < due_us) return;
  due_us = now_us + 200'000;
  __gcov_dump();
  __gcov_reset();
}
#else
void tell_coverage() {}
#endif
} // namespace

void stop_at_signals() {
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);
}

bool Loop::is_waiting(Kind kind) const {
  const auto is_one = [kind](const Event &event) { return event.kind == kind; };
  return handled_ == kind || std::any_of(queue_.begin(), queue_.end(), is_one);
}

void Loop::post(Event event) { queue_.push_back(std::move(event)); }

/** Dropped while one of its kind is in the queue or being handled. */
void Loop::post_once(Kind kind) {
  if (!is_waiting(kind)) post({kind, {}});
}

void Loop::on_tick(const mqlrt::string &symbol) {
  if (symbol == program.symbol) post_once(Kind::tick);
}

void Loop::on_book(const mqlrt::string &symbol) {
  const auto is_same = [&symbol](const Event &event) { return event.kind == Kind::book && event.symbol == symbol; };
  if (std::none_of(queue_.begin(), queue_.end(), is_same)) post({Kind::book, symbol});
}

/** The queue holds so many: beyond it the oldest are lost. */
void Loop::on_transaction(const mql::MqlTradeTransaction &transaction) {
  const auto is_one = [](const Event &event) { return event.kind == Kind::transaction; };
  if (static_cast<std::size_t>(std::count_if(queue_.begin(), queue_.end(), is_one)) >= most_transactions)
    queue_.erase(std::find_if(queue_.begin(), queue_.end(), is_one));
  Event event{Kind::transaction, {}};
  event.transaction = transaction;
  post(std::move(event));
  post_once(Kind::trade);
}

void Loop::on_answer(const mql::MqlTradeRequest &request, const mql::MqlTradeResult &result) {
  answers_.push_back({request, result});
}

void Loop::on_command(MessageReader &command) {
  command.array();
  const std::string_view name = command.bytes();
  if (name == "reinit" || name == "parameters") {
    restart_reason_ = name == "reinit" ? static_cast<int>(command.integer()) : mql::REASON_PARAMETERS;
    if (name == "parameters")
      for (u64 left = command.array(); left > 0; left--) new_inputs_.emplace_back(command.bytes());
    program.stop = true;
  } else if (name == "click") {
    Event event{Kind::chart, {}};
    event.chart.id = mql::CHARTEVENT_OBJECT_CLICK;
    event.chart.sparam = command.text();
    post(std::move(event));
  } else {
    traps().command(name, command);
  }
}

i64 Loop::timer_period_us() const {
  return static_cast<i64>(std::ceil(program.timer_ms / resolution_ms_ - 1e-9) * resolution_ms_ * 1000.0);
}

void Loop::check_timer() {
  const i64 now = mqlrt::micros();
  if (timer_settings_ != program.timer_settings) {
    timer_settings_ = program.timer_settings;
    next_timer_us_ = program.timer_ms > 0 ? (now / timer_period_us() + 1) * timer_period_us() : INT64_MAX;
  }
  if (next_timer_us_ > now) return;
  post_once(Kind::timer);
  next_timer_us_ = (now / timer_period_us() + 1) * timer_period_us();
}

void Loop::take_chart_events() {
  for (mqlrt::ChartEvent &sent : program.chart_events) {
    Event event{Kind::chart, {}};
    event.chart = std::move(sent);
    post(std::move(event));
  }
  program.chart_events.clear();
}

void Loop::handle(const Event &event) {
  const mqlrt::Handlers &handlers = mqlrt::handlers();
  switch (event.kind) {
    case Kind::tick:
      if (handlers.OnTick) handlers.OnTick();
      break;
    case Kind::timer:
      if (handlers.OnTimer) handlers.OnTimer();
      break;
    case Kind::book:
      if (handlers.OnBookEvent) handlers.OnBookEvent(event.symbol);
      break;
    case Kind::trade:
      if (handlers.OnTrade) handlers.OnTrade();
      break;
    case Kind::transaction: {
      Answer answer{};
      if (event.transaction.type == mql::TRADE_TRANSACTION_REQUEST && !answers_.empty()) {
        answer = std::move(answers_.front());
        answers_.pop_front();
      }
      if (handlers.OnTradeTransaction) handlers.OnTradeTransaction(event.transaction, answer.request, answer.result);
      break;
    }
    case Kind::chart:
      if (handlers.OnChartEvent)
        handlers.OnChartEvent(event.chart.id, event.chart.lparam, event.chart.dparam, event.chart.sparam);
      break;
    case Kind::none: break;
  }
}

void Loop::dispatch() {
  const Event event = std::move(queue_.front());
  queue_.pop_front();
  handled_ = event.kind;
  handle(event);
  take_chart_events();
  // What came while it was handled counts as such: it is dropped, not queued.
  check_timer();
  handled_ = Kind::none;
}

bool Loop::start() {
  const mqlrt::Handlers &handlers = mqlrt::handlers();
  const int code = handlers.OnInit ? handlers.OnInit() : 0;
  if (code == 0) return true;
  end(mql::REASON_INITFAILED);
  return false;
}

void Loop::end(int reason) {
  program.uninit_reason = reason;
  const mqlrt::Handlers &handlers = mqlrt::handlers();
  if (handlers.OnDeinit) handlers.OnDeinit(reason);
}

/** Another symbol, other inputs, another account: the same program begins anew, and its globals stay. */
void Loop::restart() {
  end(restart_reason_);
  restart_reason_ = -1;
  queue_.clear();
  answers_.clear();
  program.timer_ms = 0;
  program.timer_settings++;
  program.stop = false;
  for (const std::string &input : new_inputs_) {
    const std::size_t equals = input.find('=');
    if (equals == std::string::npos || !mqlrt::InputReg::set(input.substr(0, equals), input.substr(equals + 1)))
      throw LinkError("there is no such input: " + input);
  }
  new_inputs_.clear();
}

int Loop::run(Source &source) {
  if (mqlrt::handlers().OnStart) {
    mqlrt::handlers().OnStart();
    return 0;
  }
  if (!start()) return exit_init_failed;
  while (!program.remove) {
    if (restart_reason_ >= 0) {
      restart();
      if (!start()) return exit_init_failed;
    }
    if (program.stop) {
      end(mql::REASON_CLOSE);
      return 0;
    }
    source.follow();
    tell_coverage();
    check_timer();
    if (!queue_.empty()) {
      dispatch();
      continue;
    }
    const i64 left_ms = next_timer_us_ == INT64_MAX ? longest_wait_ms : (next_timer_us_ - mqlrt::micros()) / 1000;
    if (left_ms > 0) source.wait(static_cast<int>(std::min(left_ms, longest_wait_ms)));
  }
  end(program.remove_reason);
  return 0;
}
} // namespace host
