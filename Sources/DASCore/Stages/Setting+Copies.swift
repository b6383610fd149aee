extension Setting {
  /// The same setting under another name.
  func renamed(_ name: String) -> Setting { copy(name, defaultValue) }

  /// The same setting with another default, which it takes.
  func withDefault(_ value: Value) -> Setting { copy(name, value) }

  private func copy(_ name: String, _ defaultValue: Value) -> Setting {
    Setting(
      name, integers: integers, reals: reals, texts: texts, takesMatrix: takesMatrix,
      default: defaultValue, help: help)
  }
}
