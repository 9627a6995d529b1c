#include "critical.hpp"
#include <cfenv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#ifdef _WIN32
#include <cfloat>
#endif

namespace mqlrt {
void critical(int exit_code, const char *what, const char *file, int line) {
  std::string text = what;
  if (file) text += " (" + std::string(file) + ":" + std::to_string(line) + ")";
  std::fprintf(stderr, "critical error: %s\n", text.c_str());
#ifdef MQL_CRITICAL_ABORT
  (void)exit_code;
  std::abort();
#else
  throw CriticalError{exit_code, text};
#endif
}

static void on_zero_divide(int) {
  static const char text[] = "critical error: zero divide\n";
  std::fwrite(text, 1, sizeof text - 1, stderr);
#ifdef MQL_CRITICAL_ABORT
  std::abort();
#else
  std::_Exit(exit_zero_divide);
#endif
}

void arm_zero_divide() {
  std::signal(SIGFPE, on_zero_divide);
#ifdef __GLIBC__
  feenableexcept(FE_DIVBYZERO);
#elif defined(_WIN32)
  _controlfp(_controlfp(0, 0) & ~static_cast<unsigned>(_EM_ZERODIVIDE), _MCW_EM);
#endif
}
} // namespace mqlrt
