#pragma once
// The workplaces there are, made once; one of them is entered, or none (the city alone).
#include "renderer/workplaces/workplace.hpp"

#include <map>

namespace dalian::workplaces {

class Workplaces {
 public:
  explicit Workplaces(Surroundings const& around);

  /// One made elsewhere.
  void add(ui::WorkplaceKind kind, std::unique_ptr<Workplace> place) { places_[kind] = std::move(place); }
  /// In the order of the keys F2…; "city" first.
  std::vector<ui::WorkplaceKind> kinds() const;
  ui::WorkplaceKind current() const { return current_; }
  /// False for a kind that is not there.
  bool enter(ui::WorkplaceKind kind, Moment const& moment);
  bool would_lose() const;
  Wishes draw(Moment const& moment, ui::DrawList& over);

 private:
  std::map<ui::WorkplaceKind, std::unique_ptr<Workplace>> places_;
  ui::WorkplaceKind current_ = ui::WorkplaceKind::city;
};

} // namespace dalian::workplaces
