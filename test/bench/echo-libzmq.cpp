// A bare REP socket on libzmq itself, without Node: echoes one frame; a frame of 4 bytes asks for so many bytes back.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>
#include <zmq.h>

int main() {
  void *context = zmq_ctx_new();
  void *socket = zmq_socket(context, ZMQ_REP);
  if (zmq_bind(socket, "tcp://127.0.0.1:*") != 0) return 1;
  char endpoint[256];
  std::size_t length = sizeof endpoint;
  zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &length);
  std::printf("%s\n", endpoint);
  std::fflush(stdout);
  char frame[4096];
  std::vector<char> block;
  for (;;) {
    const int size = zmq_recv(socket, frame, sizeof frame, 0);
    if (size < 0) return 1;
    if (size != 4) {
      zmq_send(socket, frame, static_cast<std::size_t>(size), 0);
      continue;
    }
    std::uint32_t wanted = 0;
    std::memcpy(&wanted, frame, 4);
    block.resize(wanted, 1);
    zmq_send(socket, frame, 4, ZMQ_SNDMORE);
    zmq_send(socket, block.data(), block.size(), 0);
  }
}
