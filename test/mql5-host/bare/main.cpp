// Runs a script that asks nothing of a terminal: main [--files DIR]. Ends with 1 where OnStart answers anything but 0.
#include <cstdio>
#include <cstring>
#include "runtime/critical.hpp"
#include "runtime/program.hpp"

int main(int count, char **words) {
  if (count == 3 && std::strcmp(words[1], "--files") == 0) mqlrt::program.files = words[2];
  else if (count != 1) return std::fprintf(stderr, "usage: %s [--files DIR]\n", words[0]), 2;
  mqlrt::arm_zero_divide();
  try {
    const mqlrt::Handlers &handlers = mqlrt::handlers();
    if (!handlers.OnStart) return std::fprintf(stderr, "%s has no OnStart\n", words[0]), 2;
    handlers.OnStart();
    return 0;
  } catch (const mqlrt::CriticalError &error) {
    return error.exit_code;
  }
}
