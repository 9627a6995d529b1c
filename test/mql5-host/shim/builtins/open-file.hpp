// An open file behind a handle.
#pragma once
#include <filesystem>
#include "../runtime/platform.hpp"
#include "../runtime/string.hpp"

namespace mqlrt {
class OpenFile {
public:
  /** 0, or why the file can't be opened. */
  static int open(const std::filesystem::path &path, int flags, char16_t delimiter, u32 codepage, OpenFile *&out);
  ~OpenFile();
  OpenFile(const OpenFile &) = delete;
  OpenFile &operator=(const OpenFile &) = delete;

  const std::filesystem::path &path() const { return path_; }
  bool is_binary() const { return is_binary_; }
  bool is_csv() const { return is_csv_; }
  bool is_readable() const;
  bool is_writable() const;
  /** Whether the last line or item read was the last of its line. */
  bool is_line_ending() const { return is_line_ending_; }
  char16_t delimiter() const { return delimiter_; }
  bool shares_with(const std::filesystem::path &path, int flags) const;

  i64 read(void *bytes, i64 count);
  i64 write(const void *bytes, i64 count);
  bool flush() { return platform::flush(file_); }
  bool seek(i64 offset, int origin);
  i64 position() const { return platform::tell(file_); }
  i64 size();

  /** Text as the file holds it: UTF-16, or bytes of its code page. */
  i64 write_text(const std::u16string &text);
  /** `length` characters, ending at a zero. */
  std::u16string read_text(i64 length);
  /** To the end of the line, or of the item. */
  std::u16string read_item();

private:
  enum class Last { none, read, write };
  std::FILE *file_;
  std::filesystem::path path_;
  int flags_;
  bool is_binary_, is_csv_, is_unicode_;
  char16_t delimiter_;
  u32 codepage_;
  Last last_ = Last::none;
  bool is_line_ending_ = false;

  OpenFile(std::FILE *file, const std::filesystem::path &path, int flags, char16_t delimiter, u32 codepage);
  void begin(Last what);
  void begin_text();
  /** The next UTF-16 unit or byte, -1 at the end. */
  int next_unit();
};
} // namespace mqlrt
