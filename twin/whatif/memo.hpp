#pragma once
// Values kept by the content they were computed from: a pure function's table, so that it never matters what was asked
// before. For any thread; forgets all but the recent half when it is full.
#include "twin/plan/content_hash.hpp"

#include <mutex>
#include <optional>
#include <unordered_map>

namespace dalian::whatif {

template <class Value>
class Memo {
 public:
  explicit Memo(std::size_t capacity) : half_(capacity / 2 + 1) {}

  /// `make` is called without the lock held; two threads may both call it, and get the same.
  template <class Make>
  Value get(plan::ContentHash key, Make&& make) {
    if (auto found = find(key)) return std::move(*found);
    Value value = make();
    std::lock_guard const lock(mutex_);
    put(key, value);
    return value;
  }

 private:
  std::optional<Value> find(plan::ContentHash key) {
    std::lock_guard const lock(mutex_);
    if (auto const it = recent_.find(key); it != recent_.end()) return it->second;
    auto const it = older_.find(key);
    if (it == older_.end()) return std::nullopt;
    Value value = it->second;
    put(key, value);
    return value;
  }
  void put(plan::ContentHash key, Value const& value) {
    if (recent_.size() >= half_) {
      older_ = std::move(recent_);
      recent_ = {};
    }
    recent_.emplace(key, value);
  }

  std::size_t half_;
  std::mutex mutex_;
  std::unordered_map<plan::ContentHash, Value> recent_, older_;
};

} // namespace dalian::whatif
