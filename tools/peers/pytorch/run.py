"""PyTorch. Call with the form first: pytorch or pytorch-compile.

pytorch          eager: Module, autograd, torch.optim.Adam(fused=True), the quickest of its three forms here
pytorch-compile  one step (loss, its gradient by torch.func, Adam written out) as one torch.compile graph with
                 max-autotune, which takes a third of the time of compiling module and optimizer each by itself

Rows are gathered once an epoch (one index of the whole, then views), not batch by batch: a DataLoader takes many times as
long. Adam's epsilon is added to the corrected root in torch.optim.Adam and, as in Keras, to the uncorrected in the other.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import peer


class Eager:
    def __init__(self, rows, seed):
        import torch
        from network import linear_layers, sequential

        self.rows = [torch.from_numpy(array) for array in vars(rows).values()]
        self.layers = linear_layers(peer.widths(rows))
        self.model = sequential(self.layers)

    def reset(self, seed):
        import torch
        from network import initialise

        torch.manual_seed(seed)
        initialise(self.layers)
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), lr=peer.LEARNING_RATE, betas=(peer.BETA1, peer.BETA2), eps=peer.EPSILON, fused=True
        )

    def step(self, x, y):
        import torch

        self.optimizer.zero_grad()
        torch.nn.functional.mse_loss(self.model(x)[:, 0], y).backward()
        self.optimizer.step()

    def parameters(self):
        return list(self.model.parameters())

    def train(self, epochs):
        import torch

        x_train, y_train, x_validation, y_validation = self.rows[:4]
        best_loss, best = float("inf"), None
        for _ in range(epochs):
            order = torch.randperm(len(x_train))
            for x, y in zip(x_train[order].split(peer.BATCH_SIZE), y_train[order].split(peer.BATCH_SIZE)):
                self.step(x, y)
            with torch.no_grad():
                loss = torch.nn.functional.mse_loss(self.model(x_validation)[:, 0], y_validation).item()
                if loss < best_loss:
                    best_loss, best = loss, [parameter.clone() for parameter in self.parameters()]
        with torch.no_grad():
            for parameter, kept in zip(self.parameters(), best):
                parameter.copy_(kept)

    def predict(self, x):
        import torch

        with torch.no_grad():
            return self.model(torch.from_numpy(x)).numpy()


class Compiled(Eager):
    """The module holds the parameters and makes the predictions; the step is a function of all tensors that it changes."""

    def __init__(self, rows, seed):
        import torch

        super().__init__(rows, seed)
        self.compiled = torch.compile(adam_step, mode="max-autotune", fullgraph=True, dynamic=False)
        self.alpha = torch.zeros(())

    def reset(self, seed):
        import torch
        from network import initialise

        torch.manual_seed(seed)
        initialise(self.layers)
        self.params = {name: parameter.detach() for name, parameter in self.model.named_parameters()}
        self.m = {name: torch.zeros_like(parameter) for name, parameter in self.params.items()}
        self.v = {name: torch.zeros_like(parameter) for name, parameter in self.params.items()}
        self.p1 = self.p2 = 1.0

    def step(self, x, y):
        import torch

        self.p1 *= peer.BETA1
        self.p2 *= peer.BETA2
        self.alpha.fill_(peer.LEARNING_RATE * (1 - self.p2) ** 0.5 / (1 - self.p1))
        with torch.no_grad():
            self.compiled(self.params, self.m, self.v, self.alpha, x, y)


def adam_step(params, m, v, alpha, x, y):
    import torch

    layers = len(params) // 2

    def loss(params):
        h = x
        for layer in range(layers):
            name = str(2 * layer)
            h = torch.nn.functional.linear(h, params[f"{name}.weight"], params[f"{name}.bias"])
            h = torch.relu(h) if layer + 1 < layers else h
        return torch.nn.functional.mse_loss(h[:, 0], y)

    gradients = torch.func.grad(loss)(params)
    for name, g in gradients.items():
        m[name].mul_(peer.BETA1).add_(g, alpha=1 - peer.BETA1)
        v[name].mul_(peer.BETA2).addcmul_(g, g, value=1 - peer.BETA2)
        params[name].sub_(alpha * m[name] / (v[name].sqrt() + peer.EPSILON))


def create(rows, seed, threads):
    import torch

    if threads == "1":
        torch.set_num_threads(1)
        torch.set_num_interop_threads(1)
    form = Compiled if sys.argv[1] == "pytorch-compile" else Eager
    return form(rows, seed), {"torch": torch.__version__}


peer.run(sys.argv[1], create)
