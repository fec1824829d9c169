#pragma once
// Where is …? Type a name or an id, choose with the arrows, Enter flies there.
#include "renderer/workplaces/name_index.hpp"
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

class SearchPanel {
 public:
  explicit SearchPanel(Surroundings const& around) : around_(around) {}
  void toggle();
  void close() { open_ = false; }
  bool open() const { return open_; }
  void draw(Moment const& moment, Wishes& wishes);

 private:
  void look(Moment const& moment);
  void rows(Wishes& wishes);
  void go(Found const& found, Wishes& wishes);

  Surroundings around_;
  std::unique_ptr<NameIndex> index_; // made when it is first asked
  std::string typed_ = std::string(80, '\0'), looked_for_;
  std::vector<Found> found_;
  std::size_t chosen_ = 0;
  double looked_s_ = 0;
  bool open_ = false, opened_ = false;
};

} // namespace dalian::workplaces
