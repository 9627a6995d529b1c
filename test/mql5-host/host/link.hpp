// The connection to the simulated terminal: frames of a length and a MessagePack array.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace host {
class Link {
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
#ifdef _WIN32
  using Socket = unsigned long long;
#else
  using Socket = int;
#endif
  Socket socket_;

  bool is_readable(int milliseconds) const;
  void receive();
  /** Whether a frame is there already, and how long it is. */
  bool is_whole(std::size_t &size) const;

public:
  /** `address` is HOST:PORT. @throws LinkError */
  explicit Link(const std::string &address);

  void send(const std::string &body);
  /** The next frame if it is there already; it stays until the next call. */
  bool next(std::string_view &frame);
  /** The next frame, however long it takes. */
  std::string_view await();
  /** Waits until something can be read, at most so long. */
  void wait(int milliseconds) const;
};
} // namespace host
