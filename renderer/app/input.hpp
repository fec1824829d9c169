#pragma once
// Keys and mouse of the window as what the user means by them. Collects between frames; take() empties it.
#include "renderer/app/camera_control.hpp"
#include "renderer/ui/workplace_layout.hpp"

#include <optional>
#include <vector>

struct GLFWwindow;

namespace dalian::viewer {

/// Where the left button went down last, pixels of the picture, and whether Shift was held then.
struct LeftPress {
  double x = 0, y = 0;
  bool shift = false;
};

struct UserInput {
  CameraInput camera;
  double pointer_x = 0, pointer_y = 0; // pixels of the picture
  LeftPress press;
  bool pointer_inside = false;
  bool clicked = false; // left button went down and up without a drag between
  bool pointer_moved = false;
  std::optional<int> view; // 0…: index of the named view asked for
  std::optional<ui::WorkplaceKind> workplace;
  bool home = false, deselect = false, next_language = false, toggle_help = false, toggle_pause = false,
       toggle_layers = false, shoot = false, toggle_search = false, toggle_health = false, toggle_measure = false,
       next_scale = false, next_theme = false, follow_twin_time = false;
  int hour_steps = 0;       // later, earlier: of the light
  std::vector<int> keys;    // pressed since the last take, GLFW's codes: letters are capitals; with PanelKit::kControl
  std::vector<int> pressed; // the same, with those that a field takes
  bool any = false;         // anything at all happened: worth a frame
  std::uint64_t events = 0; // how many came so far, these included
};

class Input {
 public:
  /// Installs the callbacks of `window`; before ImGui's, which pass on to these.
  explicit Input(GLFWwindow* window);
  ~Input();
  Input(Input const&) = delete;
  Input& operator=(Input const&) = delete;

  /// `mouse_taken`, `keys_taken`: a panel wants them, so they mean nothing here.
  UserInput take(bool mouse_taken, bool keys_taken);

 private:
  static Input& of(GLFWwindow* window);
  void came();
  void on_key(int key, int action, int mods);
  void on_button(int button, int action, int mods);
  void on_move(double x, double y);
  void held_keys(CameraInput& camera) const;

  GLFWwindow* window_;
  UserInput pending_;
  std::uint64_t events_ = 0;
  double scale_x_ = 1, scale_y_ = 1; // window units to pixels
  double height_px_ = 1;
  double last_x_ = 0, last_y_ = 0, dragged_ = 0;
  int button_ = -1; // held down, or -1
  LeftPress press_;
  bool mouse_taken_ = false, inside_ = false;
};

} // namespace dalian::viewer
