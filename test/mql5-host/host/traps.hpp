// Faults of the expert's sockets and its process, laid by tests: the program itself knows nothing of them.
#pragma once
#include <string>
#include <vector>
#include "message.hpp"

namespace host {
class Mirror;

enum class Trap { crash_received, crash_reply_sent, delay, drop_event, duplicate_event, garbage_event };

class Traps {
  struct Laid {
    Trap trap;
    /** Number of the operation, -1 for any. */
    i64 operation;
    i64 milliseconds;
    /** How often it still strikes; -1 = always. */
    i64 times;
    /** Of events. */
    std::string topic;
  };
  std::vector<Laid> laid_;

public:
  /** Lays a trap, or takes all away. */
  void command(std::string_view name, MessageReader &command);
  /** Whether one of these strikes now; it has then. */
  bool take(Trap trap, i64 operation, i64 &milliseconds);
  bool take(Trap trap, std::string_view topic);
  bool are_laid() const { return !laid_.empty(); }
};

Traps &traps();

/** Where the expert's waiting moves the mirror, and where order_send may command the process's end. */
void hook_sockets(Mirror &mirror);
} // namespace host
