#include "renderer/app/input.hpp"

#include "renderer/ui/panel_kit.hpp"

#include <cmath>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace dalian::viewer {
namespace {

constexpr double kDrag_px = 4; // moved less than this, a press and release is a click

/// Keys that mean something beside a field that somebody types into.
bool edits(int key) {
  return key == GLFW_KEY_ESCAPE || key == GLFW_KEY_ENTER || key == GLFW_KEY_UP || key == GLFW_KEY_DOWN;
}

} // namespace

Input& Input::of(GLFWwindow* window) {
  return *static_cast<Input*>(glfwGetWindowUserPointer(window));
}

Input::Input(GLFWwindow* window) : window_(window) {
  glfwSetWindowUserPointer(window, this);
  glfwSetKeyCallback(window,
                     [](GLFWwindow* w, int key, int, int action, int mods) { of(w).on_key(key, action, mods); });
  glfwSetMouseButtonCallback(
      window, [](GLFWwindow* w, int button, int action, int mods) { of(w).on_button(button, action, mods); });
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) { of(w).on_move(x, y); });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double, double steps) {
    of(w).pending_.camera.zoom_steps += steps;
    of(w).came();
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    of(w).inside_ = entered == GLFW_TRUE;
    of(w).came();
  });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { of(w).pending_.any = true; });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w).pending_.any = true; });
}

Input::~Input() {
  glfwSetWindowUserPointer(window_, nullptr);
}

void Input::came() {
  pending_.any = true;
  ++events_;
}

void Input::on_key(int key, int action, int mods) {
  came();
  if (action != GLFW_PRESS) return;
  bool const control = (mods & GLFW_MOD_CONTROL) != 0, shift = (mods & GLFW_MOD_SHIFT) != 0;
  int const held = (control ? ui::PanelKit::kControl : 0) | (control && shift ? ui::PanelKit::kShift : 0);
  pending_.keys.push_back(held | key);
  if (control) return; // a command of a workplace
  if (key >= GLFW_KEY_1 && key <= GLFW_KEY_9) pending_.view = key - GLFW_KEY_1;
  if (key >= GLFW_KEY_KP_1 && key <= GLFW_KEY_KP_9) pending_.view = key - GLFW_KEY_KP_1;
  constexpr std::array kPlaces{ui::WorkplaceKind::briefing, ui::WorkplaceKind::planner, ui::WorkplaceKind::operating,
                               ui::WorkplaceKind::city};
  if (key >= GLFW_KEY_F2 && key <= GLFW_KEY_F5)
    pending_.workplace = kPlaces[static_cast<std::size_t>(key - GLFW_KEY_F2)];
  pending_.home |= key == GLFW_KEY_HOME;
  pending_.deselect |= key == GLFW_KEY_ESCAPE;
  pending_.next_language |= key == GLFW_KEY_L;
  pending_.toggle_help |= key == GLFW_KEY_H || key == GLFW_KEY_F1;
  pending_.toggle_layers |= key == GLFW_KEY_M;
  pending_.toggle_search |= key == GLFW_KEY_F6;
  pending_.toggle_health |= key == GLFW_KEY_F7;
  pending_.next_scale |= key == GLFW_KEY_F9;
  pending_.next_theme |= key == GLFW_KEY_F10;
  pending_.hour_steps += (key == GLFW_KEY_APOSTROPHE) - (key == GLFW_KEY_SEMICOLON);
  pending_.follow_twin_time |= key == GLFW_KEY_BACKSLASH;
  pending_.toggle_measure |= key == GLFW_KEY_F8;
  pending_.shoot |= key == GLFW_KEY_F12;
  pending_.toggle_pause |= key == GLFW_KEY_SPACE;
}

void Input::on_button(int button, int action, int mods) {
  came();
  if (action == GLFW_PRESS && button == GLFW_MOUSE_BUTTON_LEFT)
    press_ = {last_x_ * scale_x_, last_y_ * scale_y_, (mods & GLFW_MOD_SHIFT) != 0};
  if (action == GLFW_PRESS && button_ < 0 && !mouse_taken_) {
    button_ = button;
    dragged_ = 0;
  } else if (action == GLFW_RELEASE && button == button_) {
    pending_.clicked |= button == GLFW_MOUSE_BUTTON_LEFT && dragged_ < kDrag_px;
    button_ = -1;
  }
}

void Input::on_move(double x, double y) {
  came();
  pending_.pointer_moved = inside_ = true;
  double const dx = (x - last_x_) * scale_x_, dy = (y - last_y_) * scale_y_;
  last_x_ = x;
  last_y_ = y;
  if (button_ < 0) return;
  dragged_ += std::hypot(dx, dy);
  if (dragged_ < kDrag_px) return;
  bool const orbit = button_ == GLFW_MOUSE_BUTTON_LEFT;
  (orbit ? pending_.camera.orbit_x : pending_.camera.pan_x) += dx / height_px_;
  (orbit ? pending_.camera.orbit_y : pending_.camera.pan_y) += dy / height_px_;
}

void Input::held_keys(CameraInput& camera) const {
  if (glfwGetKey(window_, GLFW_KEY_LEFT_CONTROL) == GLFW_PRESS ||
      glfwGetKey(window_, GLFW_KEY_RIGHT_CONTROL) == GLFW_PRESS)
    return; // a command of a workplace
  auto const held = [&](int a, int b = GLFW_KEY_UNKNOWN) {
    bool const down =
        glfwGetKey(window_, a) == GLFW_PRESS || (b != GLFW_KEY_UNKNOWN && glfwGetKey(window_, b) == GLFW_PRESS);
    return down ? 1.0 : 0.0;
  };
  camera.ahead = held(GLFW_KEY_W, GLFW_KEY_UP) - held(GLFW_KEY_S, GLFW_KEY_DOWN);
  camera.aside = held(GLFW_KEY_D, GLFW_KEY_RIGHT) - held(GLFW_KEY_A, GLFW_KEY_LEFT);
  camera.turn = held(GLFW_KEY_E) - held(GLFW_KEY_Q);
  camera.tilt = held(GLFW_KEY_F) - held(GLFW_KEY_R);
  camera.approach = std::max(held(GLFW_KEY_EQUAL, GLFW_KEY_KP_ADD) - held(GLFW_KEY_MINUS, GLFW_KEY_KP_SUBTRACT), -1.0);
}

UserInput Input::take(bool mouse_taken, bool keys_taken) {
  mouse_taken_ = mouse_taken;
  int window_width = 0, window_height = 0, width = 0, height = 0;
  glfwGetWindowSize(window_, &window_width, &window_height);
  glfwGetFramebufferSize(window_, &width, &height);
  UserInput out = pending_;
  pending_ = {};
  out.events = events_;
  if (window_width > 0 && window_height > 0 && width > 0 && height > 0) {
    scale_x_ = static_cast<double>(width) / window_width;
    scale_y_ = static_cast<double>(height) / window_height;
    height_px_ = height;
    out.camera.pointer = {2 * last_x_ / window_width - 1, 2 * last_y_ / window_height - 1};
  }
  out.pointer_x = last_x_ * scale_x_;
  out.pointer_y = last_y_ * scale_y_;
  out.press = press_;
  out.pointer_inside = inside_ && !mouse_taken;
  if (mouse_taken) {
    out.camera = {};
    out.clicked = false;
  }
  out.pressed = out.keys;
  if (keys_taken) // somebody types into a field
    out.view.reset(), out.workplace.reset(), std::erase_if(out.keys, [](int key) { return !edits(key); }),
        out.home = out.deselect = out.next_language = out.toggle_help = out.toggle_pause = out.toggle_layers =
            out.follow_twin_time = false,
        out.hour_steps = 0;
  else
    held_keys(out.camera);
  out.any |= out.camera.any();
  return out;
}

} // namespace dalian::viewer
