#pragma once
// Writes the members of a flat JSON object, knowing the value types of AIS messages.
#include "connectors/ais/messages.hpp"

#include <string>

namespace dalian::ais {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) { out_ += '{'; }

  void operator()(std::string_view name, bool value) { raw(name, value ? "true" : "false"); }
  void operator()(std::string_view name, std::uint32_t value) {
    begin(name);
    append_number(out_, value, 0);
  }
  void operator()(std::string_view name, Code const& value) { field(name, value, 0); }
  void operator()(std::string_view name, Real const& value, int decimals) { field(name, value, decimals); }
  void operator()(std::string_view name, Field<bool> const& value) {
    raw(name, !value ? "null" : *value ? "true" : "false");
  }
  /// Empty text is "not available".
  void operator()(std::string_view name, std::string_view text) {
    text.empty() ? raw(name, "null") : quoted(name, text);
  }
  void operator()(std::string_view name, ApplicationData const& data);

  /// A member whose value is already JSON.
  void raw(std::string_view name, std::string_view json) {
    begin(name);
    out_ += json;
  }
  /// Bytes that are not UTF-8 become U+FFFD; control characters are escaped.
  void quoted(std::string_view name, std::string_view text);

  /// Closes the object; adds what was out of range.
  void close();

 private:
  template <class T>
  void field(std::string_view name, Field<T> const& value, int decimals) {
    using State = typename Field<T>::State;
    if (value.has_value()) {
      begin(name);
      append_number(out_, static_cast<double>(*value), decimals);
      return;
    }
    raw(name, "null");
    if (value.state() != State::out_of_range) return;
    rejected_ += rejected_.empty() ? "\"" : ",\"";
    (rejected_ += name) += "\":";
    append_number(rejected_, static_cast<double>(value.rejected_value()), decimals);
  }
  /// Separator, name and colon.
  void begin(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  /// Fixed point, rounded to the nearest; |value| below 10⁹, at most 7 decimals.
  static void append_number(std::string& to, double value, int decimals);

  std::string& out_;
  std::string rejected_;
};

} // namespace dalian::ais
