#pragma once
// What most tracks lack: a value that takes eight bytes as long as it is the default, and memory of its own beyond.
#include <memory>
#include <utility>

namespace dalian::state {

/// Reads as T{} until something is written; compares as the value. Copies are deep.
template <class T>
class Part {
 public:
  Part() = default;
  Part(T value) : value_(value == T{} ? nullptr : std::make_unique<T>(std::move(value))) {}
  Part(Part const& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Part(Part&&) noexcept = default;
  Part& operator=(Part other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~Part() = default;

  T const& operator*() const { return value_ ? *value_ : kDefault; }
  T const* operator->() const { return &**this; }

  /// For writing: makes the memory.
  T& edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }
  T* operator->() { return &edit(); }

  bool is_default() const { return !value_ || *value_ == T{}; }

  bool operator==(Part const& other) const { return **this == *other; }

 private:
  static inline T const kDefault{};
  std::unique_ptr<T> value_;
};

} // namespace dalian::state
