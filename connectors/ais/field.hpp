#pragma once
// A value of a message that may be missing: the standard reserves one code for "not available", and some codes lie
// outside the domain (latitude 105°). Both must never be taken for a value; the second is kept for diagnosis.
#include <cassert>
#include <cstdint>
#include <optional>

namespace dalian::ais {

template <class T>
class Field {
 public:
  enum class State : std::uint8_t { not_available, valid, out_of_range };

  Field() = default;
  Field(T value) : value_(value), state_(State::valid) {} // NOLINT(google-explicit-constructor)
  static Field out_of_range(T value) {
    Field field(value);
    field.state_ = State::out_of_range;
    return field;
  }

  State state() const { return state_; }
  bool has_value() const { return state_ == State::valid; }
  explicit operator bool() const { return has_value(); }
  T operator*() const {
    assert(has_value());
    return value_;
  }
  T value_or(T other) const { return has_value() ? value_ : other; }
  /// What the bits said; only when out_of_range.
  T rejected_value() const {
    assert(state_ == State::out_of_range);
    return value_;
  }

 private:
  T value_{};
  State state_ = State::not_available;
};

using Real = Field<double>;
using Code = Field<std::uint32_t>;

} // namespace dalian::ais
