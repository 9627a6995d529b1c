// The expert is written for libzmq.dll of 64-bit Windows. Where the library of this machine differs, these stand in.
#include <zmq.h>
#include <cerrno>
#include <cstdint>
#include <vector>

#ifndef _WIN32
namespace {
/** zmq_pollitem_t as the expert lays it out: a Windows socket has 8 bytes, and the end is padded. */
struct WindowsPollItem {
  void *socket;
  std::uint64_t descriptor;
  std::int16_t events;
  std::int16_t revents;
  std::int32_t padding;
};
static_assert(sizeof(WindowsPollItem) == 24);

/** The number that an error has in the C library of Windows. */
int windows_error(int error) {
  switch (error) {
  case EADDRINUSE: return 100;
  case EADDRNOTAVAIL: return 101;
  case ENETDOWN: return 116;
  case ENOBUFS: return 119;
  case ENOTSOCK: return 128;
  case ENOTSUP: return 129;
  case EPROTONOSUPPORT: return 135;
  case ETIMEDOUT: return 138;
  default: return error;
  }
}
} // namespace

extern "C" int mql_zmq_poll(void *expert_items, int count, int timeout) {
  auto *items = static_cast<WindowsPollItem *>(expert_items);
  static std::vector<zmq_pollitem_t> own;
  own.clear();
  for (int i = 0; i < count; i++)
    own.push_back({items[i].socket, static_cast<int>(items[i].descriptor), items[i].events, 0});
  const int ready = zmq_poll(own.data(), count, timeout);
  for (int i = 0; i < count; i++) items[i].revents = own[static_cast<std::size_t>(i)].revents;
  return ready;
}

extern "C" int mql_zmq_errno() { return windows_error(zmq_errno()); }
#endif
