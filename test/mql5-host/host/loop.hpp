// The queue of one expert: one thread, and the documented rules for what waits in it and what is dropped.
#pragma once
#include <deque>
#include "events.hpp"
#include "runtime/program.hpp"

namespace host {
class Loop final : public Events {
public:
  /** Milliseconds of the grid on which timer events come. */
  explicit Loop(double timer_resolution) : resolution_ms_(timer_resolution) {}

  /** Runs the expert from OnInit to OnDeinit, or a script through OnStart; the exit code of the process. */
  int run(Source &source);

  void on_tick(const mqlrt::string &symbol) override;
  void on_book(const mqlrt::string &symbol) override;
  void on_transaction(const mql::MqlTradeTransaction &transaction) override;
  void on_answer(const mql::MqlTradeRequest &request, const mql::MqlTradeResult &result) override;
  void on_command(MessageReader &command) override;

private:
  enum class Kind { none, tick, timer, book, trade, transaction, chart };
  struct Event {
    Kind kind;
    mqlrt::string symbol;
    mql::MqlTradeTransaction transaction{};
    mqlrt::ChartEvent chart{};
  };
  struct Answer {
    mql::MqlTradeRequest request;
    mql::MqlTradeResult result;
  };

  double resolution_ms_;
  std::deque<Event> queue_;
  std::deque<Answer> answers_;
  Kind handled_ = Kind::none;
  i64 next_timer_us_ = INT64_MAX;
  int timer_settings_ = 0;
  /** A deinitialisation that is due, and what comes after it. */
  int restart_reason_ = -1;
  std::vector<std::string> new_inputs_;

  bool is_waiting(Kind kind) const;
  void post_once(Kind kind);
  void post(Event event);
  i64 timer_period_us() const;
  void check_timer();
  void take_chart_events();
  void dispatch();
  void handle(const Event &event);
  bool start();
  void end(int reason);
  void restart();
};

/** SIGTERM and SIGINT close the terminal: IsStopped, and OnDeinit with REASON_CLOSE. */
void stop_at_signals();
} // namespace host
