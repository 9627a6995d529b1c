#include "traps.hpp"
#include <unistd.h>
#include <zmq.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <unordered_map>
#include "mirror.hpp"

namespace host {
namespace {
Mirror *mirror = nullptr;

const std::unordered_map<std::string_view, Trap> trap_names = {
    {"received", Trap::crash_received},
    {"reply-sent", Trap::crash_reply_sent},
    {"delay", Trap::delay},
    {"drop-event", Trap::drop_event},
    {"duplicate-event", Trap::duplicate_event},
    {"garbage-event", Trap::garbage_event},
};

/** The reply that is being made ends the process, once it is sent. */
bool dies_after_reply = false;

/** The event of which the topic was sent last. */
struct Published {
  std::string topic;
  bool is_dropped = false;
  bool is_doubled = false;
  bool is_spoilt = false;
};
Published published;

/** Begins no MessagePack value. */
constexpr char no_message = static_cast<char>(0xC1);

void sleep_ms(i64 milliseconds) { ::usleep(static_cast<useconds_t>(milliseconds * 1000)); }

[[noreturn]] void die() {
#ifndef _WIN32
  ::kill(::getpid(), SIGKILL);
#endif
  ::_exit(9);
}

/** Long enough for what was sent to leave the process. */
constexpr i64 sending_ms = 50;

int socket_type(void *socket) {
  int type = -1;
  std::size_t size = sizeof type;
  return zmq_getsockopt(socket, ZMQ_TYPE, &type, &size) == 0 ? type : -1;
}

/** The operation of a request: the number at the key `op` of a map; -1 where it is none. */
i64 operation_of(std::string_view request) {
  try {
    MessageReader message(request);
    for (u64 left = message.map(); left > 0; left--) {
      if (message.bytes() == "op") return message.integer();
      message.skip();
    }
  } catch (const LinkError &) {
    return -1;
  }
  return -1;
}
} // namespace

Traps &traps() {
  static Traps all;
  return all;
}

void Traps::command(std::string_view name, MessageReader &command) {
  if (name == "clear") {
    laid_.clear();
    return;
  }
  const std::string fault(command.bytes());
  const auto trap = trap_names.find(fault);
  if (name != "trap" || trap == trap_names.end()) throw LinkError("the host knows no fault " + fault);
  Laid laid{trap->second, -1, 0, 0, {}};
  laid.operation = command.integer();
  laid.milliseconds = command.integer();
  laid.times = command.integer();
  laid.topic = command.bytes();
  laid_.push_back(laid);
}

bool Traps::take(Trap trap, i64 operation, i64 &milliseconds) {
  for (auto one = laid_.begin(); one != laid_.end(); ++one) {
    if (one->trap != trap || (one->operation >= 0 && one->operation != operation)) continue;
    milliseconds = one->milliseconds;
    if (one->times > 0 && --one->times == 0) laid_.erase(one);
    return true;
  }
  return false;
}

bool Traps::take(Trap trap, std::string_view topic) {
  for (auto one = laid_.begin(); one != laid_.end(); ++one) {
    const std::string &wanted = one->topic;
    const bool is_of_kind = topic.size() > wanted.size() && topic.compare(0, wanted.size(), wanted) == 0 && topic[wanted.size()] == '.';
    if (one->trap != trap || !(topic == wanted || is_of_kind)) continue;
    if (one->times > 0 && --one->times == 0) laid_.erase(one);
    return true;
  }
  return false;
}

void hook_sockets(Mirror &of) { mirror = &of; }

namespace {
void on_received(std::string_view request) {
  dies_after_reply = false;
  if (!traps().are_laid()) return;
  const i64 operation = operation_of(request);
  i64 milliseconds = 0;
  if (traps().take(Trap::crash_received, operation, milliseconds)) die();
  if (traps().take(Trap::delay, operation, milliseconds)) sleep_ms(milliseconds);
  dies_after_reply = traps().take(Trap::crash_reply_sent, operation, milliseconds);
}

void on_topic(std::string_view topic) {
  published = {};
  if (!traps().are_laid()) return;
  published.topic = topic;
  if (traps().take(Trap::drop_event, topic)) published.is_dropped = true;
  else if (traps().take(Trap::duplicate_event, topic)) published.is_doubled = true;
  else if (traps().take(Trap::garbage_event, topic)) published.is_spoilt = true;
}
} // namespace
} // namespace host

// The linker puts these in the place of libzmq's own (--wrap).
extern "C" {
int __real_zmq_bind(void *socket, const char *endpoint);
int __real_zmq_poll(zmq_pollitem_t *items, int count, long timeout);
int __real_zmq_recv(void *socket, void *buffer, std::size_t size, int flags);
int __real_zmq_send(void *socket, const void *buffer, std::size_t size, int flags);

int __wrap_zmq_bind(void *socket, const char *endpoint) {
  const int result = __real_zmq_bind(socket, endpoint);
  const int error = errno;
  const int type = host::socket_type(socket);
  char bound[256];
  std::size_t size = sizeof bound;
  const bool is_outside = std::string_view(endpoint).rfind("inproc:", 0) != 0;
  if (result == 0 && host::mirror && is_outside && zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &size) == 0)
    host::mirror->tell_listening(type == ZMQ_PUB ? "events" : "command", bound);
  errno = error;
  return result;
}

int __wrap_zmq_poll(zmq_pollitem_t *items, int count, long timeout) {
  const int ready = __real_zmq_poll(items, count, timeout);
  const int error = errno;
  if (host::mirror) host::mirror->follow();
  errno = error;
  return ready;
}

int __wrap_zmq_recv(void *socket, void *buffer, std::size_t size, int flags) {
  const int received = __real_zmq_recv(socket, buffer, size, flags);
  const int error = errno;
  if (received >= 0 && host::socket_type(socket) == ZMQ_REP)
    host::on_received({static_cast<const char *>(buffer), std::min(static_cast<std::size_t>(received), size)});
  errno = error;
  return received;
}

int __wrap_zmq_send(void *socket, const void *buffer, std::size_t size, int flags) {
  using namespace host;
  const bool is_last = (flags & ZMQ_SNDMORE) == 0;
  const int type = socket_type(socket);
  if (type == ZMQ_REP) {
    if (mirror && mirror->take_end_at_next_send()) die();
    const int sent = __real_zmq_send(socket, buffer, size, flags);
    if (is_last && dies_after_reply) {
      sleep_ms(sending_ms);
      die();
    }
    return sent;
  }
  if (type != ZMQ_PUB) return __real_zmq_send(socket, buffer, size, flags);
  const std::string_view part(static_cast<const char *>(buffer), size);
  if (!is_last) on_topic(part);
  if (published.is_dropped) return static_cast<int>(size);
  if (!is_last) return __real_zmq_send(socket, buffer, size, flags);
  const std::string_view payload = published.is_spoilt ? std::string_view(&no_message, 1) : part;
  const int sent = __real_zmq_send(socket, payload.data(), payload.size(), flags);
  if (published.is_doubled) {
    __real_zmq_send(socket, published.topic.data(), published.topic.size(), flags | ZMQ_SNDMORE);
    __real_zmq_send(socket, payload.data(), payload.size(), flags);
  }
  return sent;
}
}
