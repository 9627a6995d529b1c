// What happens in the terminal that the expert is told of.
#pragma once
#include "message.hpp"
#include "structs.hpp"

namespace host {
class Events {
public:
  virtual ~Events() = default;
  virtual void on_tick(const mqlrt::string &symbol) = 0;
  virtual void on_book(const mqlrt::string &symbol) = 0;
  virtual void on_transaction(const mql::MqlTradeTransaction &transaction) = 0;
  /** The broker has answered a request; its transaction is on the way or there already. */
  virtual void on_answer(const mql::MqlTradeRequest &request, const mql::MqlTradeResult &result) = 0;
  /** Something that tests do to the expert. */
  virtual void on_command(MessageReader &command) = 0;
};

/** Where what happens comes from, as far as it comes by itself. */
class Source {
public:
  virtual ~Source() = default;
  /** Takes over what has been told: called wherever the expert waits. */
  virtual void follow() = 0;
  /** Waits for something to happen, at most so long. */
  virtual void wait(int milliseconds) = 0;
};
} // namespace host
