#pragma once
// The picture of what a mirror follows: made once per change, on the mirror's thread.
#include "twin/view/city_view.hpp"

#include <memory>
#include <mutex>

namespace dalian::app {

class ViewBox {
 public:
  ViewBox() : view_(std::make_shared<view::CityView>(std::make_shared<state::Snapshot>())) {}
  void put(std::shared_ptr<state::Snapshot const> snapshot) {
    auto view = std::make_shared<view::CityView const>(std::move(snapshot));
    std::lock_guard const lock(mutex_);
    view_ = std::move(view);
  }
  std::shared_ptr<view::CityView const> get() const {
    std::lock_guard const lock(mutex_);
    return view_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<view::CityView const> view_;
};

} // namespace dalian::app
