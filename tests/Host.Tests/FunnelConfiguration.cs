namespace MmoePipeline.Host.Tests;

/// <summary>A small run on rows that are made up: 420 to train on, two tasks.</summary>
internal static class FunnelConfiguration
{
    /// <summary>The file's text.</summary>
    public const string Text =
        """
        {
          "run": { "name": "stranger" },
          "data": {
            "source": { "type": "funnel", "rows": 600, "users": 5, "items": 5, "clickRate": 0.5, "conversionRate": 0.5 },
            "split": { "type": "modulo", "modulus": 10, "train": "0-6", "validation": "7", "test": "8-9" },
            "features": { "numeric": ["price"], "categorical": ["user", "item"], "embeddingDimension": 4 },
            "cache": null
          },
          "tasks": [
            { "name": "click", "type": "binary", "label": "click" },
            { "name": "conversion", "type": "binary", "label": "conversion" }
          ],
          "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }], "tower": { "hidden": [4] } },
          "loss": { "type": "fixed" },
          "training": { "epochs": 2, "batchSize": 4, "optimizer": { "type": "adam", "learningRate": 0.001 } }
        }
        """;
}
