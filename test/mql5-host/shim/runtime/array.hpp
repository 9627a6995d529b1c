// Arrays of one dimension. Every array that a function receives is an Array<T>.
#pragma once
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <utility>
#include "critical.hpp"

namespace mqlrt {
/** T name[]: grows on the heap. FixedArr and views of a struct's memory keep their size. */
template <class T> class Array {
protected:
  T *items_ = nullptr;
  i32 size_ = 0;
  i32 capacity_ = 0;
  bool is_fixed_ = false;

  static constexpr bool is_trivial = std::is_trivially_copyable_v<T> && std::is_trivially_default_constructible_v<T>;

  Array(T *memory, i32 size) : items_(memory), size_(size), capacity_(size), is_fixed_(true) {}

  void take(const Array &other) {
    if (!is_fixed_) resize(other.size_, 0);
    const i32 count = other.size_ < size_ ? other.size_ : size_;
    for (i32 i = 0; i < count; i++) items_[i] = other.items_[i];
  }

public:
  Array() = default;
  Array(std::initializer_list<T> list) {
    resize(static_cast<i32>(list.size()), 0);
    i32 at = 0;
    for (const T &item : list) items_[at++] = item;
  }
  Array(const Array &other) { take(other); }
  Array &operator=(const Array &other) {
    if (this != &other) take(other);
    return *this;
  }
  ~Array() { free(); }

  static Array view(T *memory, i32 size) { return Array(memory, size); }

  T &operator[](const Index &index) {
    check_index(index, size_);
    return items_[index.value];
  }
  const T &operator[](const Index &index) const {
    check_index(index, size_);
    return items_[index.value];
  }

  i32 size() const { return size_; }
  bool is_fixed() const { return is_fixed_; }
  T *data() { return items_; }
  const T *data() const { return items_; }
  i64 bytes() const { return i64{size_} * static_cast<i64>(sizeof(T)); }

  /** What a library gets: nothing at all for an array without elements. */
  void *dll() { return size_ > 0 ? static_cast<void *>(items_) : nullptr; }
  const void *dll() const { return size_ > 0 ? static_cast<const void *>(items_) : nullptr; }

  void free() {
    if (is_fixed_) return;
    if constexpr (is_trivial) std::free(static_cast<void *>(items_));
    else delete[] items_;
    items_ = nullptr;
    size_ = capacity_ = 0;
  }

  void swap(Array &other) {
    std::swap(items_, other.items_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  /** The new size, or -1: too large, or another size than a fixed array has. New plain elements are garbage. */
  i32 resize(i32 size, i32 reserve) {
    if (size < 0 || (is_fixed_ && size != size_)) return -1;
    if (size > capacity_ && !allocate(i64{size} + (reserve > 0 ? reserve : 0))) return -1;
#ifdef MQL_POISON
    if constexpr (is_trivial)
      if (size > size_)
        std::memset(static_cast<void *>(items_ + size_), 0xA5, static_cast<std::size_t>(size - size_) * sizeof(T));
#endif
    if constexpr (!is_trivial)
      for (i32 i = size_; i < size; i++) items_[i] = T();
    return size_ = size;
  }

private:
  bool allocate(i64 capacity) {
    if (capacity > 2147483647) return false;
    if constexpr (is_trivial) {
      void *grown = std::realloc(static_cast<void *>(items_), static_cast<std::size_t>(capacity) * sizeof(T));
      if (!grown) return false;
      items_ = static_cast<T *>(grown);
    } else {
      T *grown = new T[static_cast<std::size_t>(capacity)];
      for (i32 i = 0; i < size_; i++) grown[i] = std::move(items_[i]);
      delete[] items_;
      items_ = grown;
    }
    capacity_ = static_cast<i32>(capacity);
    return true;
  }
};

/** T name[N] as a variable or a member of a class. */
template <class T, int N> class FixedArr : public Array<T> {
  T memory_[N];

public:
  FixedArr() : Array<T>(nullptr, N) { this->items_ = memory_; }
  /** T name[N]={...}: the rest is zero. */
  FixedArr(std::initializer_list<T> list) : FixedArr() {
    i32 at = 0;
    for (const T &item : list)
      if (at < N) memory_[at++] = item;
    while (at < N) memory_[at++] = T();
  }
  FixedArr(const FixedArr &other) : FixedArr() { this->take(other); }
  FixedArr &operator=(const FixedArr &other) {
    if (this != &other) this->take(other);
    return *this;
  }
};

/** T name[N] inside a struct or a union: plain memory, so that the layout is MQL5's. */
template <class T, int N> struct Fixed {
  T memory[N];

  T &operator[](const Index &index) {
    check_index(index, N);
    return memory[index.value];
  }
  const T &operator[](const Index &index) const {
    check_index(index, N);
    return memory[index.value];
  }
  /** For `const T &name[]` parameters. Built-ins that change arrays take a Fixed through `whole`. */
  operator Array<T>() const { return Array<T>::view(const_cast<T *>(memory), N); }
};

/** An array as built-ins work on it, whatever holds its memory. */
template <class T> Array<T> &whole(Array<T> &array) { return array; }
template <class T> const Array<T> &whole(const Array<T> &array) { return array; }
template <class T, int N> Array<T> whole(Fixed<T, N> &fixed) { return Array<T>::view(fixed.memory, N); }
template <class T, int N> const Array<T> whole(const Fixed<T, N> &fixed) { return fixed; }

/** A length that a library is told must lie within the array it gets. */
template <class T> void dll_check(const char *function, const Array<T> &array, i64 length, const char *file, int line) {
  if (length >= 0 && length <= array.bytes()) return;
  const std::string what = std::string(function) + ": length " + std::to_string(length) + " over an array of " +
                           std::to_string(array.bytes()) + " bytes";
  critical(exit_out_of_range, what.c_str(), file, line);
}
} // namespace mqlrt
