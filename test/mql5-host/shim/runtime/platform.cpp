#include "platform.hpp"
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#include <share.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace mqlrt::platform {
#ifdef _WIN32
std::FILE *open(const std::filesystem::path &path, const char *mode, Sharing sharing) {
  const int deny = sharing.reading ? (sharing.writing ? _SH_DENYNO : _SH_DENYWR) : (sharing.writing ? _SH_DENYRD : _SH_DENYRW);
  return _wfsopen(path.c_str(), std::filesystem::path(mode).c_str(), deny);
}
bool flush(std::FILE *file) { return std::fflush(file) == 0 && _commit(_fileno(file)) == 0; }
bool seek(std::FILE *file, i64 offset, int origin) { return _fseeki64(file, offset, origin) == 0; }
i64 tell(std::FILE *file) { return _ftelli64(file); }
i64 size(std::FILE *file) { return _filelengthi64(_fileno(file)); }
#else
/** Locks stand for Windows' sharing: a file that is not shared at all is nobody else's. */
std::FILE *open(const std::filesystem::path &path, const char *mode, Sharing sharing) {
  const bool cuts = mode[0] == 'w';
  const int access = mode[1] == '+' ? O_RDWR : cuts ? O_WRONLY : O_RDONLY;
  const int descriptor = ::open(path.c_str(), access | (cuts ? O_CREAT : 0) | O_CLOEXEC, 0666);
  if (descriptor < 0) return nullptr;
  const bool is_ours = flock(descriptor, (sharing.reading || sharing.writing ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0;
  // Cut only once it is ours. fdopen itself never cuts.
  std::FILE *file = is_ours && (!cuts || ftruncate(descriptor, 0) == 0) ? fdopen(descriptor, mode) : nullptr;
  if (!file) ::close(descriptor);
  return file;
}
bool flush(std::FILE *file) { return std::fflush(file) == 0 && fsync(fileno(file)) == 0; }
bool seek(std::FILE *file, i64 offset, int origin) { return fseeko(file, offset, origin) == 0; }
i64 tell(std::FILE *file) { return ftello(file); }
i64 size(std::FILE *file) {
  struct stat facts;
  return fstat(fileno(file), &facts) == 0 ? facts.st_size : -1;
}
#endif
} // namespace mqlrt::platform
