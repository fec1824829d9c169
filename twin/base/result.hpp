#pragma once
// A value, or the reason why there is none. For data that may be bad; a broken promise of a caller is an assert.
#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace dalian {

/// Why something could not be done: one sentence a user can act on, naming file, field and remedy where they exist.
struct Error {
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}             // NOLINT(google-explicit-constructor)
  Result(Error error) : error_(std::move(error.message)) {} // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return value_.has_value(); }
  bool ok() const { return value_.has_value(); }

  /// Only when ok().
  T& value() & {
    assert(value_);
    return *value_;
  }
  T const& value() const& {
    assert(value_);
    return *value_;
  }
  T&& value() && {
    assert(value_);
    return std::move(*value_);
  }
  T& operator*() & { return value(); }
  T const& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  T const* operator->() const { return &value(); }

  /// Only when not ok().
  std::string const& error() const {
    assert(!value_);
    return error_;
  }

 private:
  std::optional<T> value_;
  std::string error_;
};

/// Outcome of an action without a value: converts to true when it worked.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error.message)) {} // NOLINT(google-explicit-constructor)
  explicit operator bool() const { return !error_; }
  bool ok() const { return !error_; }
  std::string const& error() const {
    assert(error_);
    return *error_;
  }

 private:
  std::optional<std::string> error_;
};

} // namespace dalian
