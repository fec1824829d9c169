#pragma once
// The words of an EPANET input file by section, and the reader that its parts share. Private to the reader.
#include "twin/water/inp.hpp"

#include <span>
#include <unordered_map>

namespace dalian::water {

struct InpLine {
  std::uint32_t number = 0;
  std::vector<std::string_view> words;
};

using InpSections = std::map<std::string, std::vector<InpLine>, std::less<>>;
Result<InpSections> split_inp(std::string_view text, std::string const& name);

/// Thrown inside the reader, caught at its door.
struct InpFault {
  std::string what;
};

bool same_word(std::string_view word, std::string_view upper);   // without case
bool begins_with(std::string_view word, std::string_view upper); // without case: "Head" of "HEADLOSS"
std::optional<double> to_number(std::string_view word);          // finite
/// "1:30", "1:30:15", "2.5" hours, "90 MIN", "3 PM".
std::optional<std::int64_t> to_seconds(std::string_view word, std::string_view unit);

class InpReader {
 public:
  explicit InpReader(InpSections const& sections) : sections_(sections) {}
  InpFile read(); // throws InpFault

 private:
  using Names = std::unordered_map<std::string_view, std::uint32_t>;

  // inp_read.cpp
  void read_curves();
  void read_patterns();
  std::uint32_t usual_pattern() const; // of [OPTIONS]; "1" where it names none
  void read_nodes();
  void read_tank(Node& node);
  void read_demands();
  void read_emitters();
  void read_coordinates();
  void skip_rest();
  // inp_links.cpp
  void read_links();
  Link& add_link(LinkKind kind, std::size_t least_words);
  void read_pipe();
  void read_pump();
  void read_valve();
  void read_status();
  void read_energy();
  void set_head_curve(Link& pump, std::string_view curve);
  double valve_setting(LinkKind kind, double value) const;
  // inp_options.cpp
  void read_options();
  void read_option();
  void read_times();
  bool read_pressure_option(std::string_view key);
  // inp_controls.cpp
  void read_controls();
  void read_rules();
  Premise premise(std::size_t first, bool or_before);
  double premise_value(Premise const& premise, std::size_t at) const;
  Action action(std::uint32_t link, std::string_view word) const;
  Action rule_action() const;

  std::span<InpLine const> lines(char const* section);
  template <class Read>
  void each(char const* section, Read&& read) {
    for (InpLine const& line : lines(section)) {
      line_ = &line;
      section_ = section;
      read();
    }
  }
  std::size_t words() const { return line_->words.size(); }
  std::string_view word(std::size_t i) const;
  double number(std::size_t i) const;
  double number(std::size_t i, double otherwise) const { return i < words() ? number(i) : otherwise; }
  double positive(std::size_t i) const;
  double not_negative(std::size_t i) const;
  std::uint32_t node(std::string_view id) const { return find(nodes_, id, "node"); }
  std::uint32_t link(std::string_view id) const { return find(links_, id, "link"); }
  std::uint32_t find(Names const& names, std::string_view id, char const* what) const;
  std::uint32_t pattern(std::string_view id) const { return find(patterns_, id, "pattern"); }
  Curve const& curve(std::string_view id) const { return out_.network.curves[find(curves_, id, "curve")]; }
  [[noreturn]] void fail(std::string const& what) const;

  InpSections const& sections_;
  InpFile out_;
  Names nodes_, links_, patterns_, curves_;
  InpLine const* line_ = nullptr;
  char const* section_ = "";
  std::string_view default_pattern_ = "1";
  bool emitters_in_pressure_ = true;
};

} // namespace dalian::water
