// The few things that Linux and Windows do differently. Apart, because Windows' own headers and MQL5 share names.
#pragma once
#include <cstdio>
#include <filesystem>
#include "types.hpp"

namespace mqlrt::platform {
/** What others may do with a file while it is open, by their handles or from other processes. */
struct Sharing {
  bool reading, writing;
};

/** fopen with sharing; null if it fails, also because somebody else has the file. */
std::FILE *open(const std::filesystem::path &path, const char *mode, Sharing sharing);
/** Down to the disk. */
bool flush(std::FILE *file);
bool seek(std::FILE *file, i64 offset, int origin);
i64 tell(std::FILE *file);
/** What is written so far; buffered data has to be flushed before. */
i64 size(std::FILE *file);
} // namespace mqlrt::platform
