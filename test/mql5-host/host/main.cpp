// The expert as a process: what the terminal would do to it, by command line.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>
#include "enums/symbol.hpp"
#include "local-terminal.hpp"
#include "loop.hpp"
#include "mirror.hpp"
#include "preset.hpp"
#include "runtime/input.hpp"
#include "traps.hpp"
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace {
constexpr int exit_usage = 2;
constexpr int exit_link = 7;

struct Options {
  std::string terminal;
  std::string symbol = "EURUSD";
  std::string timeframe = "H1";
  double timer_resolution_ms = 10;
  std::vector<std::string> inputs;
};

[[noreturn]] void usage(const std::string &problem) {
  std::fprintf(stderr,
               "%s\nusage: --terminal HOST:PORT|local [--files DIR] [--common DIR] [--preset FILE.set] [--set Input=value]... "
               "[--symbol NAME] [--timeframe H1] [--timer-resolution MS]\n",
               problem.c_str());
  std::exit(exit_usage);
}

std::vector<std::string> preset(const std::string &path) {
  std::string problem;
  std::vector<std::string> inputs = host::inputs_of_preset(path, problem);
  if (!problem.empty()) usage(problem);
  return inputs;
}

Options options_of(int count, char **words) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    const std::string value = words[i + 1];
    if (name == "--terminal") options.terminal = value;
    else if (name == "--files") mqlrt::program.files = value;
    else if (name == "--common") mqlrt::program.common_files = value;
    else if (name == "--preset") options.inputs = preset(value);
    else if (name == "--set") options.inputs.push_back(value);
    else if (name == "--symbol") options.symbol = value;
    else if (name == "--timeframe") options.timeframe = value;
    else if (name == "--timer-resolution") options.timer_resolution_ms = std::atof(value.c_str());
    else usage("unknown option " + name);
  }
  if (count % 2 == 0) usage("an option lacks its value");
  if (options.terminal.empty()) usage("--terminal is missing");
  if (!(options.timer_resolution_ms > 0)) usage("--timer-resolution must be above 0");
  return options;
}

#define NUMBER(name, value) {#name, mql::name},
mql::ENUM_TIMEFRAMES timeframe_of(const std::string &name) {
  static const std::vector<std::pair<std::string, mql::ENUM_TIMEFRAMES>> all = {MQL_LIST_TIMEFRAMES(NUMBER)};
  for (const auto &[known, number] : all)
    if (known == "PERIOD_" + name) return number;
  usage("there is no timeframe " + name);
}
#undef NUMBER

void set_inputs(const std::vector<std::string> &assignments) {
  for (const std::string &assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos || !mqlrt::InputReg::set(assignment.substr(0, equals), assignment.substr(equals + 1)))
      usage("the expert has no input for " + assignment);
  }
}

void attach_to_chart(mqlrt::Terminal &terminal, const Options &options) {
  mqlrt::terminal = &terminal;
  mqlrt::Program &program = mqlrt::program;
  program.symbol = mqlrt::string(options.symbol);
  program.period = timeframe_of(options.timeframe);
  host::i64 digits = 0;
  if (terminal.symbol_integer(program.symbol, mql::SYMBOL_DIGITS, digits) != 0) usage("the broker has no symbol " + options.symbol);
  program.digits = static_cast<int>(digits);
  terminal.symbol_double(program.symbol, mql::SYMBOL_POINT, program.point);
}

/** Nothing happens in the local terminal. */
class Silence final : public host::Source {
public:
  void follow() override {}
  void wait(int milliseconds) override { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }
};

constexpr int local_ticks = 1'000'000;
constexpr int local_bars = 100'000;

int run_locally(const Options &options, host::Loop &loop) {
  local::LocalTerminal terminal({[]() -> host::i64 { return std::time(nullptr); }, local_ticks, local_bars, false});
  attach_to_chart(terminal, options);
  Silence silence;
  return loop.run(silence);
}
} // namespace

int main(int count, char **words) {
  const Options options = options_of(count, words);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  mqlrt::arm_zero_divide();
  host::stop_at_signals();
  try {
    set_inputs(options.inputs);
    host::Loop loop(options.timer_resolution_ms);
    if (options.terminal == "local") return run_locally(options, loop);
    host::Mirror mirror(options.terminal, loop);
    attach_to_chart(mirror, options);
    host::hook_sockets(mirror);
    return loop.run(mirror);
  } catch (const mqlrt::CriticalError &error) {
    return error.exit_code;
  } catch (const host::LinkError &error) {
    std::fprintf(stderr, "host: %s\n", error.what());
    return exit_link;
  }
}
