#pragma once
// A list whose standard bounds its size, kept in place: reading one allocates nothing.
#include <array>
#include <cassert>
#include <cstddef>

namespace dalian::v2x {

template <class T, std::size_t N>
class BoundedList {
 public:
  /// `n` ≤ N. Items that come into use hold whatever was there.
  void resize(std::size_t n) {
    assert(n <= N);
    size_ = n;
  }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* begin() { return items_.data(); }
  T* end() { return items_.data() + size_; }
  T const* begin() const { return items_.data(); }
  T const* end() const { return items_.data() + size_; }
  T const& operator[](std::size_t i) const { return items_[i]; }

 private:
  std::size_t size_ = 0;
  std::array<T, N> items_;
};

} // namespace dalian::v2x
