#pragma once
// A value that its copies share until one of them changes it: a solution that starts from another has its own only of
// what it altered. Copies may be read by any thread; one that is written belongs to its writer.
#include <memory>
#include <utility>

namespace dalian::traffic {

template <class T>
class Shared {
 public:
  Shared() : value_(std::make_shared<T>()) {}
  explicit Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}

  T const& operator*() const { return *value_; }
  T const* operator->() const { return value_.get(); }
  /// To be changed. Whoever else has a share must keep it meanwhile: a base outlives the solution that starts from it.
  T& own() {
    if (value_.use_count() > 1) value_ = std::make_shared<T>(*value_);
    return *value_;
  }

 private:
  std::shared_ptr<T> value_;
};

} // namespace dalian::traffic
