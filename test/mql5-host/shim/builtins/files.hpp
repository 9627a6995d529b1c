// Files of the sandbox. Data is on the disk after FileFlush, and in the system's hands after FileClose.
#pragma once
#include "../enums/constants.hpp"
#include "../enums/files.hpp"
#include "../structs.hpp"
#include "log.hpp"

namespace mqlrt {
/** Bytes at the file's position, for files opened with FILE_BIN; how many there were, with the error kept. */
i64 read_binary(int handle, void *bytes, i64 count);
i64 write_binary(int handle, const void *bytes, i64 count);
/** What is left from the position to the end; -1 for a wrong handle. */
i64 left_in_file(int handle);
/** A line of items for FileWrite. */
u32 write_items(int handle, const std::vector<string> &items);

template <class T> T read_number(int handle) {
  T value = 0;
  return read_binary(handle, &value, sizeof value) == sizeof value ? value : T(0);
}
} // namespace mqlrt

namespace mql {
/** The handle, or INVALID_HANDLE: 5001 too many files, 5002 and 5003 bad names, 5004 cannot be opened. */
int FileOpen(const string &name, int flags, i64 delimiter = '\t', uint codepage = CP_ACP);
void FileClose(int handle);
void FileFlush(int handle);
bool FileSeek(int handle, i64 offset, ENUM_FILE_POSITION origin);
u64 FileTell(int handle);
u64 FileSize(int handle);
bool FileIsEnding(int handle);
bool FileIsLineEnding(int handle);

int FileReadInteger(int handle, int size = 4);
inline i64 FileReadLong(int handle) { return ::mqlrt::read_number<i64>(handle); }
inline double FileReadDouble(int handle) { return ::mqlrt::read_number<double>(handle); }
inline float FileReadFloat(int handle) { return ::mqlrt::read_number<float>(handle); }
/** Binary files: `length` characters. Text files: up to the end of the line, or the next delimiter of a CSV file. */
string FileReadString(int handle, int length = -1);
double FileReadNumber(int handle);
bool FileReadBool(int handle);
datetime FileReadDatetime(int handle);

/** How many bytes were written. */
uint FileWriteInteger(int handle, int value, int size = 4);
uint FileWriteLong(int handle, i64 value);
uint FileWriteDouble(int handle, double value);
uint FileWriteFloat(int handle, float value);
uint FileWriteString(int handle, const string &text, int length = -1);
template <class... Items> uint FileWrite(int handle, Items... items) { return ::mqlrt::write_items(handle, {string(items)...}); }

/** Elements read; the array grows to hold them. */
template <class T> uint FileReadArray(int handle, Array<T> &array, int start = 0, int count = WHOLE_ARRAY) {
  static_assert(std::is_trivially_copyable_v<T>, "numbers and simple structures");
  const i64 item = static_cast<i64>(sizeof(T));
  const i64 left = ::mqlrt::left_in_file(handle) / item;
  i64 wanted = count < 0 || count > left ? left : count;
  if (start < 0 || left < 0) return 0;
  if (start + wanted > array.size() && (array.is_fixed() || start + wanted > 2147483647 || array.resize(static_cast<int>(start + wanted), 0) < 0))
    wanted = i64{array.size()} - start;
  if (wanted <= 0) return 0;
  return static_cast<uint>(::mqlrt::read_binary(handle, array.data() + start, wanted * item) / item);
}

/** Elements written. */
template <class T> uint FileWriteArray(int handle, const Array<T> &array, int start = 0, int count = WHOLE_ARRAY) {
  static_assert(std::is_trivially_copyable_v<T>, "numbers and simple structures");
  const i64 item = static_cast<i64>(sizeof(T));
  const i64 left = i64{array.size()} - start;
  const i64 wanted = count < 0 || count > left ? left : count;
  if (start < 0 || wanted <= 0) return 0;
  return static_cast<uint>(::mqlrt::write_binary(handle, array.data() + start, wanted * item) / item);
}

/** Bytes read or written: the structure's size, or less if `size` says so. */
template <class T> uint FileReadStruct(int handle, T &object, int size = -1) {
  static_assert(std::is_trivially_copyable_v<T>, "a simple structure");
  const i64 whole = static_cast<i64>(sizeof(T));
  return static_cast<uint>(::mqlrt::read_binary(handle, &object, size < 0 || size > whole ? whole : size));
}
template <class T> uint FileWriteStruct(int handle, const T &object, int size = -1) {
  static_assert(std::is_trivially_copyable_v<T>, "a simple structure");
  const i64 whole = static_cast<i64>(sizeof(T));
  return static_cast<uint>(::mqlrt::write_binary(handle, &object, size < 0 || size > whole ? whole : size));
}

/** A folder is no file: false with 5018. */
bool FileIsExist(const string &name, int common_flag = 0);
bool FileDelete(const string &name, int common_flag = 0);
/** Over an existing file only with FILE_REWRITE: else false with 5020. */
bool FileMove(const string &from, int common_flag, const string &to, int mode_flags);
bool FileCopy(const string &from, int common_flag, const string &to, int mode_flags);
bool FolderCreate(const string &name, int common_flag = 0);
bool FolderDelete(const string &name, int common_flag = 0);
bool FolderClean(const string &name, int common_flag = 0);
/** Names that fit `*` and `?` in the last part of the filter, folders with a backslash at the end. */
i64 FileFindFirst(const string &filter, string &found, int common_flag = 0);
bool FileFindNext(i64 search, string &found);
void FileFindClose(i64 search);
} // namespace mql
