#pragma once
// XML by expat, a piece at a time, within bounds: no document type (so no entities), no deep nesting, no endless token.
// Knows no format. One thread.
#include <charconv>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::sumo {

/// The attributes of an element; until the handler returns.
class XmlAttributes {
 public:
  explicit XmlAttributes(char const** pairs) : pairs_(pairs) {}
  /// Empty when there is none of that name.
  std::string_view text(std::string_view name) const {
    for (char const** p = pairs_; *p != nullptr; p += 2)
      if (name == p[0]) return p[1];
    return {};
  }
  /// Nothing when there is none, or it is no finite number to its end.
  std::optional<double> number(std::string_view name) const;

 private:
  char const** pairs_;
};

class XmlReader {
 public:
  struct Handlers {
    std::function<void(std::string_view name, XmlAttributes const&)> begin;
    std::function<void(std::string_view name)> end;
  };
  explicit XmlReader(Handlers handlers);
  ~XmlReader();
  XmlReader(XmlReader&&) noexcept;
  XmlReader& operator=(XmlReader&&) noexcept;

  /// False once the document cannot be read on: trouble() says why.
  bool feed(std::string_view bytes);
  /// There is no more; false when the document is not whole.
  bool finish();
  /// From a handler: what follows does not matter.
  void stop();

  /// "bad_xml", "too_deep", "too_long", "document_type"; empty while all is well.
  std::string_view outcome() const;
  /// For a person, with the line.
  std::string const& trouble() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline constexpr std::size_t kMostXmlDepth = 16;          // an FCD row has 3
inline constexpr std::size_t kMostXmlToken = 1024 * 1024; // bytes between two elements

} // namespace dalian::sumo
