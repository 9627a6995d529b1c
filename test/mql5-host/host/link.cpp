#include "link.hpp"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include "message.hpp"
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace host {
namespace {
constexpr std::size_t head_bytes = 4;
constexpr std::size_t chunk = 1 << 16;
constexpr int exit_terminal_gone = 7;

/** A program does not outlive its terminal, not even to say goodbye. */
[[noreturn]] void terminal_gone() {
  std::fputs("host: the simulated terminal has gone\n", stderr);
  std::_Exit(exit_terminal_gone);
}

#ifdef _WIN32
using PollItem = WSAPOLLFD;
int poll_one(PollItem &item, int milliseconds) { return WSAPoll(&item, 1, milliseconds); }
using Length = int;
#else
using PollItem = pollfd;
int poll_one(PollItem &item, int milliseconds) { return ::poll(&item, 1, milliseconds); }
using Length = std::size_t;
#endif
} // namespace

Link::Link(const std::string &address) : buffer_(chunk) {
#ifdef _WIN32
  WSADATA data;
  WSAStartup(MAKEWORD(2, 2), &data);
#endif
  const std::size_t colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  if (colon == std::string::npos || inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr) != 1)
    throw LinkError("--terminal IPV4:PORT, not " + address);
  to.sin_port = htons(static_cast<unsigned short>(std::atoi(address.c_str() + colon + 1)));
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  if (::connect(socket_, reinterpret_cast<sockaddr *>(&to), sizeof to) != 0)
    throw LinkError("no simulated terminal at " + address);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char *>(&on), sizeof on);
}

void Link::send(const std::string &body) {
  const auto size = static_cast<unsigned>(body.size());
  std::string frame;
  for (unsigned i = 0; i < head_bytes; i++) frame += static_cast<char>(size >> (8 * i));
  frame += body;
#ifdef _WIN32
  constexpr int flags = 0;
#else
  constexpr int flags = MSG_NOSIGNAL;
#endif
  for (std::size_t sent = 0; sent < frame.size();) {
    const auto count = ::send(socket_, frame.data() + sent, static_cast<Length>(frame.size() - sent), flags);
    if (count <= 0) terminal_gone();
    sent += static_cast<std::size_t>(count);
  }
}

bool Link::is_readable(int milliseconds) const {
  PollItem item{};
  item.fd = socket_;
  item.events = POLLIN;
  return poll_one(item, milliseconds) > 0;
}

void Link::receive() {
  if (buffer_.size() - end_ < chunk) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (buffer_.size() - end_ < chunk) buffer_.resize(2 * buffer_.size());
  }
  const auto count = ::recv(socket_, buffer_.data() + end_, static_cast<Length>(buffer_.size() - end_), 0);
  if (count <= 0) terminal_gone();
  end_ += static_cast<std::size_t>(count);
}

bool Link::is_whole(std::size_t &size) const {
  if (end_ - begin_ < head_bytes) return false;
  const auto *head = reinterpret_cast<const unsigned char *>(buffer_.data() + begin_);
  size = 0;
  for (std::size_t i = 0; i < head_bytes; i++) size |= static_cast<std::size_t>(head[i]) << (8 * i);
  return end_ - begin_ - head_bytes >= size;
}

bool Link::next(std::string_view &frame) {
  std::size_t size = 0;
  while (!is_whole(size)) {
    if (begin_ == end_) begin_ = end_ = 0;
    if (!is_readable(0)) return false;
    receive();
  }
  frame = {buffer_.data() + begin_ + head_bytes, size};
  begin_ += head_bytes + size;
  return true;
}

std::string_view Link::await() {
  std::string_view frame;
  while (!next(frame)) is_readable(-1);
  return frame;
}

void Link::wait(int milliseconds) const {
  std::size_t size = 0;
  if (!is_whole(size)) is_readable(milliseconds);
}
} // namespace host
