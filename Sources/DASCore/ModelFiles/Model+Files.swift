extension Model {
  /// Saves the model as one file: written beside `path` under another name, synced, renamed.
  ///
  /// - Throws: `DASError` where the system refuses it.
  public func save(to path: String) throws { try Archive.save(self, to: path) }

  /// Reads a model from a file that `save(to:)`, C or Python wrote. The file is not trusted: the
  /// result is a sound model or an error.
  public init(contentsOf path: String) throws { self = try Archive.loadModel(from: path) }
}
