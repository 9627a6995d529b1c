// Array functions. A start or count that the reference leaves open and that would leave the array is a critical error.
#pragma once
#include <algorithm>
#include <cmath>
#include "../enums/constants.hpp"
#include "../runtime/array.hpp"
#include "../runtime/errors.hpp"
#include "../structs.hpp"

namespace mqlrt {
/** The elements that `start` and `count` (negative: all that follow) name, if they lie within `size`. */
struct Part {
  i32 start, count;
  bool exists;
};
inline Part part_of(i32 size, i64 start, i64 count) {
  const bool exists = start >= 0 && start <= size && count <= size - start;
  if (!exists) return {0, 0, false};
  return {static_cast<i32>(start), static_cast<i32>(count < 0 ? size - start : count), true};
}

/** The order that sorting and searching use: numbers rise, what is no number comes last. */
template <class T> bool before(const T &left, const T &right) {
  if constexpr (std::is_floating_point_v<T>)
    if (std::isnan(left) || std::isnan(right)) return !std::isnan(left) && std::isnan(right);
  return left < right;
}

/** Moves elements that may overlap. */
template <class T> void move_items(T *to, const T *from, i32 count) {
  if constexpr (std::is_trivially_copyable_v<T>) {
    if (count > 0) std::memmove(static_cast<void *>(to), static_cast<const void *>(from), static_cast<std::size_t>(count) * sizeof(T));
  } else if (to < from) {
    for (i32 i = 0; i < count; i++) to[i] = from[i];
  } else {
    for (i32 i = count - 1; i >= 0; i--) to[i] = from[i];
  }
}
} // namespace mqlrt

namespace mql {
/** WHOLE_ARRAY where a count has no sign. */
inline constexpr uint whole_array = static_cast<uint>(WHOLE_ARRAY);

template <class A> int ArraySize(const A &array) { return ::mqlrt::whole(array).size(); }
template <class A> bool ArrayIsDynamic(const A &array) { return !::mqlrt::whole(array).is_fixed(); }
template <class A> bool ArrayGetAsSeries(const A &) { return false; }
template <class A> int ArrayRange(const A &array, int rank) { return rank == 0 ? ArraySize(array) : 0; }

template <class T> int ArrayResize(Array<T> &array, int size, int reserve = 0) {
  const int now = array.resize(size, reserve);
  if (now < 0) ::mqlrt::last_error = ERR_ARRAY_RESIZE_ERROR;
  return now;
}
template <class T> void ArrayFree(Array<T> &array) { array.free(); }

template <class T> bool ArraySwap(Array<T> &first, Array<T> &second) {
  if (first.is_fixed() || second.is_fixed()) return ::mqlrt::succeeded(ERR_INVALID_ARRAY);
  first.swap(second);
  return true;
}

template <class A, class V> int ArrayInitialize(A &array, V value) {
  auto &&items = ::mqlrt::whole(array);
  std::fill_n(items.data(), items.size(), static_cast<std::decay_t<decltype(items[0])>>(value));
  return items.size();
}

template <class A, class V> void ArrayFill(A &array, int start, int count, V value) {
  auto &&items = ::mqlrt::whole(array);
  for (i64 i = start; i < i64{start} + count; i++) items[i] = static_cast<std::decay_t<decltype(items[0])>>(value);
}

/** Grows a dynamic target, never shrinks it; into a fixed one goes what fits. */
template <class D, class S>
int ArrayCopy(D &target, const S &source, int target_start = 0, int source_start = 0, int count = WHOLE_ARRAY) {
  auto &&to = ::mqlrt::whole(target);
  const auto &from = ::mqlrt::whole(source);
  using To = std::decay_t<decltype(to[0])>;
  using From = std::decay_t<decltype(from[0])>;
  if (target_start < 0 || source_start < 0) return 0;
  const i64 left = i64{from.size()} - source_start;
  i64 copied = count < 0 || count > left ? left : count;
  if (copied <= 0) return 0;
  if (target_start + copied > to.size() && (to.is_fixed() || to.resize(static_cast<int>(target_start + copied), 0) < 0)) {
    if (!to.is_fixed()) ::mqlrt::last_error = ERR_NOT_ENOUGH_MEMORY;
    copied = std::max<i64>(0, i64{to.size()} - target_start);
  }
  if constexpr (std::is_same_v<To, From>) {
    ::mqlrt::move_items(to.data() + target_start, from.data() + source_start, static_cast<int>(copied));
  } else {
    static_assert(::mqlrt::is_plain<To> && ::mqlrt::is_plain<From>, "arrays of different types: numbers only");
    for (i64 i = 0; i < copied; i++) to[target_start + i] = static_cast<To>(from[source_start + i]);
  }
  return static_cast<int>(copied);
}

template <class T> bool ArrayRemove(Array<T> &array, uint start, uint count = whole_array) {
  const i64 size = array.size();
  if (start >= size) return ::mqlrt::succeeded(ERR_SMALL_ARRAY);
  const i64 removed = count == whole_array ? size - start : count;
  if (start + removed > size) return ::mqlrt::succeeded(ERR_INVALID_PARAMETER);
  ::mqlrt::move_items(array.data() + start, array.data() + start + removed, static_cast<int>(size - start - removed));
  if (!array.is_fixed()) array.resize(static_cast<int>(size - removed), 0);
  return true;
}

template <class T>
bool ArrayInsert(Array<T> &target, const Array<T> &source, uint target_start, uint source_start = 0,
                 uint count = whole_array) {
  if (&target == &source) return ::mqlrt::succeeded(ERR_INVALID_ARRAY);
  const i64 size = target.size();
  const i64 left = i64{source.size()} - source_start;
  const i64 inserted = count == whole_array ? left : count;
  if (target_start > size || left <= 0 || inserted > left) return ::mqlrt::succeeded(ERR_SMALL_ARRAY);
  if (!target.is_fixed() && target.resize(static_cast<int>(size + inserted), 0) < 0) return ::mqlrt::succeeded(ERR_ARRAY_RESIZE_ERROR);
  const i64 room = target.size() - target_start;
  const i64 copied = std::min(inserted, room);
  ::mqlrt::move_items(target.data() + target_start + copied, target.data() + target_start, static_cast<int>(room - copied));
  ::mqlrt::move_items(target.data() + target_start, source.data() + source_start, static_cast<int>(copied));
  return true;
}

template <class A> bool ArraySort(A &array) {
  auto &&items = ::mqlrt::whole(array);
  using T = std::decay_t<decltype(items[0])>;
  std::sort(items.data(), items.data() + items.size(), ::mqlrt::before<T>);
  return true;
}

template <class A> bool ArrayReverse(A &array, uint start = 0, int count = WHOLE_ARRAY) {
  auto &&items = ::mqlrt::whole(array);
  const ::mqlrt::Part part = ::mqlrt::part_of(items.size(), start, count);
  if (!part.exists) return ::mqlrt::succeeded(ERR_SMALL_ARRAY);
  std::reverse(items.data() + part.start, items.data() + part.start + part.count);
  return true;
}

/** The position of a value in a sorted array, or of a neighbour if it isn't there; -1 for an empty array. */
template <class A, class V> int ArrayBsearch(const A &array, V value) {
  const auto &items = ::mqlrt::whole(array);
  using T = std::decay_t<decltype(items[0])>;
  const T *end = items.data() + items.size();
  const T *found = std::lower_bound(items.data(), end, static_cast<T>(value), ::mqlrt::before<T>);
  return static_cast<int>(found - items.data()) - (found == end ? 1 : 0);
}

/** -1, 0 or 1 by the first difference, then by length; -2 for arrays that aren't there. */
template <class A, class B>
int ArrayCompare(const A &first, const B &second, int first_start = 0, int second_start = 0, int count = WHOLE_ARRAY) {
  const auto &left = ::mqlrt::whole(first);
  const auto &right = ::mqlrt::whole(second);
  const i64 left_count = i64{left.size()} - first_start;
  const i64 right_count = i64{right.size()} - second_start;
  if (first_start < 0 || second_start < 0 || left_count < 0 || right_count < 0) return -2;
  for (i64 i = 0; i != count && i < left_count && i < right_count; i++) {
    if (left[first_start + i] < right[second_start + i]) return -1;
    if (right[second_start + i] < left[first_start + i]) return 1;
  }
  if (count >= 0 && count <= std::min(left_count, right_count)) return 0;
  return left_count < right_count ? -1 : left_count > right_count ? 1 : 0;
}

template <class A> int ArrayMaximum(const A &array, int start = 0, int count = WHOLE_ARRAY) {
  const auto &items = ::mqlrt::whole(array);
  using T = std::decay_t<decltype(items[0])>;
  const ::mqlrt::Part part = ::mqlrt::part_of(items.size(), start, count);
  if (!part.exists || part.count == 0) return -1;
  const T *from = items.data() + part.start;
  return static_cast<int>(std::max_element(from, from + part.count, ::mqlrt::before<T>) - items.data());
}

template <class A> int ArrayMinimum(const A &array, int start = 0, int count = WHOLE_ARRAY) {
  const auto &items = ::mqlrt::whole(array);
  using T = std::decay_t<decltype(items[0])>;
  const ::mqlrt::Part part = ::mqlrt::part_of(items.size(), start, count);
  if (!part.exists || part.count == 0) return -1;
  const T *from = items.data() + part.start;
  return static_cast<int>(std::min_element(from, from + part.count, ::mqlrt::before<T>) - items.data());
}

template <class T> void ZeroMemory(T &variable) { variable = T{}; }
template <class T> void ZeroMemory(Array<T> &array) {
  for (int i = 0; i < array.size(); i++) array[i] = T{};
}
template <class T, int N> void ZeroMemory(::mqlrt::FixedArr<T, N> &array) { ZeroMemory<T>(static_cast<Array<T> &>(array)); }

template <class T> bool StructToCharArray(const T &object, Array<uchar> &bytes, uint start = 0) {
  static_assert(std::is_trivially_copyable_v<T>, "a simple structure");
  const i64 end = i64{start} + static_cast<i64>(sizeof(T));
  if (end > bytes.size() && (end > 2147483647 || bytes.resize(static_cast<int>(end), 0) < 0)) return ::mqlrt::succeeded(ERR_SMALL_ARRAY);
  std::memcpy(bytes.data() + start, &object, sizeof(T));
  return true;
}

template <class T> bool CharArrayToStruct(T &object, const Array<uchar> &bytes, uint start = 0) {
  static_assert(std::is_trivially_copyable_v<T>, "a simple structure");
  if (i64{start} + static_cast<i64>(sizeof(T)) > bytes.size()) return ::mqlrt::succeeded(ERR_SMALL_ARRAY);
  std::memcpy(static_cast<void *>(&object), bytes.data() + start, sizeof(T));
  return true;
}
} // namespace mql
