#pragma once
// Values kept by the row of a layout that they were computed from. Layouts share rows, so the address of one is a quick
// key; that it still holds the same is compared. For any thread; forgets all but the recent half when it is full.
#include "twin/plan/layout.hpp"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace dalian::whatif {

template <class Value>
class RowMemo {
 public:
  using Ptr = std::shared_ptr<Value const>;
  explicit RowMemo(std::size_t capacity) : half_(capacity / 2 + 1) {}

  /// `make` gives a Value of the row alone, always the same; it is called without the lock held.
  template <class Make>
  Ptr get(plan::Entity const& entity, Make&& make) {
    plan::Row const& row = entity.row();
    if (auto found = find(row)) return found;
    auto value = std::make_shared<Value const>(make());
    std::lock_guard const lock(mutex_);
    put(row, {row, value});
    return value;
  }

 private:
  struct Entry {
    plan::Row row; // as it was
    Ptr value;
  };
  using Entries = std::unordered_map<plan::Row const*, Entry>;

  Ptr find(plan::Row const& row) {
    std::lock_guard const lock(mutex_);
    if (auto const it = recent_.find(&row); it != recent_.end())
      return it->second.row == row ? it->second.value : nullptr;
    auto const it = older_.find(&row);
    if (it == older_.end() || it->second.row != row) return nullptr;
    Entry entry = std::move(it->second);
    older_.erase(it);
    Ptr const value = entry.value;
    put(row, std::move(entry));
    return value;
  }
  void put(plan::Row const& row, Entry entry) {
    if (recent_.size() >= half_) {
      older_ = std::move(recent_);
      recent_ = {};
    }
    recent_.insert_or_assign(&row, std::move(entry));
  }

  std::size_t half_;
  std::mutex mutex_;
  Entries recent_, older_;
};

} // namespace dalian::whatif
