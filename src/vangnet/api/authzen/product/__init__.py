"""Vangnet's own decision point: may this be shared (the law), and may this colleague see this case (the grants).

`decider` chooses by the kind of resource, `sharing` asks the law, `seeing` asks the grants, `parts` holds who may ask and where
the decision record goes. A caller is a connected system of one organisation and learns nothing about another organisation.
"""
