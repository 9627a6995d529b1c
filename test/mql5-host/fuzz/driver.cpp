// The fuzzer's side: PROGRAM decoder|dispatch|outcomes FILES_DIR [options and inputs of libFuzzer]; `outcomes` is dispatch
// that prints the operation and the outcome of every frame.
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include "local-terminal.hpp"
#include "runtime/program.hpp"

namespace ea {
using Bytes = mqlrt::Array<mqlrt::u8>;
mqlrt::string DecoderProblem(const Bytes &data);
void BeginFrames();
mqlrt::string FrameProblem(const Bytes &data);
mqlrt::string Outcome();
int OrdersAllowed();
} // namespace ea

namespace {
/** The moment of the golden requests: those with a time to live are in time. */
constexpr mqlrt::i64 golden_moment = 1783944000;
/** Between two frames: pictures get drawn, heartbeats come due. */
constexpr mqlrt::i64 pause_us = 400'000;
constexpr std::size_t most_frames = 16;
/** Stands between the frames of one input: a byte that begins no value, twice. */
constexpr std::string_view separator = "\xC1\xC1";

std::string_view target;

local::LocalTerminal &terminal() {
  static local::LocalTerminal one({[]() { return golden_moment; }, 200, 300, true});
  return one;
}

/** A block of its own, so that the sanitizer sees its end. */
ea::Bytes bytes_of(std::string_view data) {
  ea::Bytes bytes;
  bytes.resize(static_cast<int>(data.size()), 0);
  data.copy(reinterpret_cast<char *>(bytes.data()), data.size());
  return bytes;
}

void demand(bool holds, const std::string &problem) {
  if (holds) return;
  std::fprintf(stderr, "fault: %s\n", problem.c_str());
  std::abort();
}

void dispatch(std::string_view input) {
  terminal().reset();
  ea::BeginFrames();
  for (std::size_t frames = 0; frames < most_frames; frames++) {
    const std::size_t end = input.find(separator);
    const mqlrt::i64 sent = terminal().orders_sent();
    const mqlrt::string problem = ea::FrameProblem(bytes_of(input.substr(0, end)));
    demand(problem.size() == 0, problem.utf8());
    demand(terminal().orders_sent() - sent <= ea::OrdersAllowed(), "one request sent more orders than it may");
    if (target == "outcomes") std::printf("%s\n", ea::Outcome().utf8().c_str());
    if (end == std::string_view::npos) break;
    input.remove_prefix(end + separator.size());
    mqlrt::program.skipped_us += pause_us;
  }
}
} // namespace

extern "C" int LLVMFuzzerInitialize(int *count, char ***words) {
  char **all = *words;
  if (*count < 3) {
    std::fprintf(stderr, "usage: %s decoder|dispatch|outcomes FILES_DIR [libFuzzer's own]\n", all[0]);
    std::exit(2);
  }
  target = all[1];
  mqlrt::program.files = all[2];
  mqlrt::terminal = &terminal();
  mqlrt::arm_zero_divide();
  all[2] = all[0];
  *words += 2;
  *count -= 2;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const mqlrt::u8 *data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char *>(data), size);
  if (target == "decoder") {
    const mqlrt::string problem = ea::DecoderProblem(bytes_of(input));
    demand(problem.size() == 0, problem.utf8());
  } else {
    dispatch(input);
  }
  return 0;
}
