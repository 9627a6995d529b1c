// What GetLastError tells.
#pragma once

namespace mqlrt {
extern int last_error;

/** Keeps an error code, if it is one, and says whether there was none. */
inline bool succeeded(int error) {
  if (error != 0) last_error = error;
  return error == 0;
}
} // namespace mqlrt
